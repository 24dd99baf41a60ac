import Web

/// How one of our fields is made of what a CRM posts.
package struct FieldRule: Sendable, Hashable {
    package let origin: Origin
    package let steps: [Transformation]
    /// What is taken where nothing was posted.
    package let fallback: String?

    package enum Origin: Sendable, Hashable {
        /// The same for every transaction.
        case constant(String)
        /// The first place that holds something.
        case firstOf([ValuePath])
        /// All places that hold something, with the separator between them.
        case joined([ValuePath], separator: String)
    }

    package init(_ origin: Origin, steps: [Transformation] = [], fallback: String? = nil) {
        self.origin = origin
        self.steps = steps
        self.fallback = fallback
    }

    /// Where the value is looked for, in the words of a message; empty for a constant.
    package var place: String {
        switch origin {
        case .constant: ""
        case .firstOf(let paths): paths.map(\.text).joined(separator: ", then ")
        case .joined(let paths, _): paths.map(\.text).joined(separator: " with ")
        }
    }

    /// The zone that a moment without an offset is of; nil where the rule makes no moment.
    var zone: String? {
        for case .date(_, let zone) in steps { return zone ?? "UTC" }
        return nil
    }

    func read(_ posted: JSON) -> FieldReading.Outcome {
        switch found(in: posted) {
        case .failure(let unfit): .unfit(unfit.reason)
        case .success(nil): fallback.map { .value($0, isFallback: true) } ?? .absent
        case .success(let text?): transformed(text)
        }
    }

    private func transformed(_ text: String) -> FieldReading.Outcome {
        var text = text
        for step in steps {
            switch step.apply(to: text) {
            case .success(let changed): text = changed
            case .failure(let unfit): return .unfit("“\(text.shortened)” is \(unfit.reason)")
            }
        }
        if text.isBlank { return fallback.map { .value($0, isFallback: true) } ?? .absent }
        return .value(text, isFallback: false)
    }

    private func found(in posted: JSON) -> Result<String?, Transformation.Unfit> {
        let paths: [ValuePath]
        var separator: String?
        switch origin {
        case .constant(let text): return .success(text)
        case .firstOf(let all): paths = all
        case .joined(let all, let between): (paths, separator) = (all, between)
        }
        var texts: [String] = []
        for path in paths {
            guard let value = path.value(in: posted) else { continue }
            switch value {
            case .null: continue
            case .bool(let truth): texts.append(truth ? "true" : "false")
            case .number(let digits): texts.append(digits)
            case .string(let text): if !text.isBlank { texts.append(text) }
            case .array, .object:
                let reason = "\(path.text) is \(value.kind); choose a value in it"
                return .failure(.init(reason: reason))
            }
            if separator == nil, !texts.isEmpty { break }
        }
        return .success(texts.isEmpty ? nil : texts.joined(separator: separator ?? ""))
    }
}

/// What a rule made of one posting.
package struct FieldReading: Sendable, Hashable {
    package let field: TargetField
    package let rule: FieldRule
    package let outcome: Outcome

    package enum Outcome: Sendable, Hashable {
        case value(String, isFallback: Bool)
        /// Nothing was posted there.
        case absent
        /// Something was, and it cannot be taken for this reason.
        case unfit(String)
    }

    package var value: String? {
        guard case .value(let text, _) = outcome else { return nil }
        return text
    }
}

extension String {
    /// Enough of a value to recognise it by.
    fileprivate var shortened: String { count > 40 ? "\(prefix(40))…" : self }
}
