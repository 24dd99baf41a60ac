package import HTTPClient
import JSONParser
import Messaging
import Web

extension DeclaredProvider {
    /// Sorts answers by what they prove: the document says which HTTP statuses take a message and
    /// which refuse it; whatever it does not name proves nothing.
    func read(_ answer: HTTPAnswer, to message: OutboundMessage) -> SendResult {
        let rules = adapter.answer
        if answer.status == 429 { return .throttled(retryAfterSeconds: answer.retryAfterSeconds) }
        let reading = Reading(answer, rules)
        let isInReach = rules.acceptedHTTP.contains(answer.status)
        if isInReach, reading.verdict == .accepted {
            return receipt(reading.document, message).map { .accepted($0) }
                ?? .ambiguous(reason: "HTTP \(answer.status) without the message's id")
        }
        let isRefused =
            isInReach ? reading.verdict == .refused : rules.refusedHTTP.contains(answer.status)
        guard isRefused else {
            let doubt = isInReach ? " with an answer that cannot be read" : ""
            return .ambiguous(reason: "HTTP \(answer.status)\(doubt)")
        }
        let refusal = refusal(reading.document, answer)
        return refusal.fault.errorClass == .throttled
            ? .throttled(retryAfterSeconds: answer.retryAfterSeconds) : .refused(refusal)
    }

    package func readFetch(_ outcome: HTTPOutcome, of id: ProviderMessageID) -> FetchResult {
        guard let rules = adapter.fetch else { return .unavailable(reason: "It cannot be asked") }
        switch outcome {
        case .failed(let failure): return .unavailable(reason: failure.cause.description)
        case .answered(let answer) where rules.absentHTTP.contains(answer.status): return .absent
        case .answered(let answer) where !(200...299).contains(answer.status):
            return .unavailable(reason: "HTTP \(answer.status)")
        case .answered(let answer):
            guard let document = Reading.document(answer.body, rules.format),
                let word = rules.details.status?.value(in: document, of: document)
            else { return .unavailable(reason: "The answer cannot be read") }
            // A word that we do not know says nothing that we could act on.
            guard let status = adapter.statuses[word] else {
                return .unavailable(reason: "The status \(word.kept(characterCountMax: 40))")
            }
            return .found(found(document, id, status, rules.details))
        }
    }

    private func found(
        _ document: JSON,
        _ id: ProviderMessageID,
        _ status: DeliveryStatus,
        _ details: Adapter.Details
    ) -> ProviderMessage {
        let found = Found(details, in: document, of: document)
        return ProviderMessage(
            receipt: ProviderReceipt(
                id: id,
                status: status,
                segments: found.segments,
                price: found.price,
                sender: found.sender
            ),
            to: "",
            body: "",
            fault: status.hasMissed ? fault(found) : nil
        )
    }

    private func receipt(_ document: JSON, _ message: OutboundMessage) -> ProviderReceipt? {
        let rules = adapter.answer
        let given = rules.id.map { $0.value(in: document, of: document) }
        // Ours serves where the provider has none; where it has one, it must be there.
        guard let id = given ?? message.reference.description, id.utf8.count <= 200 else {
            return nil
        }
        let found = Found(rules.details, in: document, of: document)
        return ProviderReceipt(
            id: ProviderMessageID(rawValue: id.kept(characterCountMax: 200)),
            status: found.status.flatMap { adapter.statuses[$0] } ?? .queued,
            segments: found.segments,
            price: found.price,
            sender: found.sender
        )
    }

    private func refusal(_ document: JSON, _ answer: HTTPAnswer) -> Refusal {
        let found = Found(adapter.answer.details, in: document, of: document)
        let fault = fault(found, httpStatus: answer.status)
        return Refusal(
            fault,
            httpStatus: answer.status,
            stopsAccount: found.code.map(stopsAccount) ?? (fault.errorClass == .account)
        )
    }

    // MARK: - Errors

    /// Why a message did not arrive: by the document's own rules, else by the catalogue, else by the
    /// HTTP status.
    func fault(_ found: Found, httpStatus: Int? = nil) -> Fault {
        let message = found.message?.kept(characterCountMax: 500)
        guard let code = found.code?.kept(characterCountMax: 64) else {
            return Fault(nil, message: message, httpStatus: httpStatus)
        }
        let named = "\(adapter.name):\(code)"
        let known = adapter.errors.classes[code] ?? ErrorCatalogue.lookup(named: named)?.errorClass
        return Fault(
            code: named,
            message: message,
            errorClass: known ?? ErrorCatalogue.classify(httpStatus: httpStatus)
        )
    }

    private func stopsAccount(_ code: String) -> Bool {
        adapter.errors.stopping.contains(code)
            || ErrorCatalogue.lookup(named: "\(adapter.name):\(code)")?.stopsAccount ?? false
    }
}

/// What stands beside an id.
struct Found {
    let status: String?
    let code: String?
    let message: String?
    let segments: Int?
    let price: Money?
    let sender: String?

    init(_ details: Adapter.Details, in item: JSON, of document: JSON) {
        func text(_ extract: Extract?) -> String? { extract?.value(in: item, of: document) }
        status = text(details.status)
        code = text(details.code)
        message = text(details.message)
        segments = text(details.segments).flatMap { Int($0) }.flatMap {
            (1...100).contains($0) ? $0 : nil
        }
        let currency = text(details.currency).flatMap { try? Currency($0) }
        let amount = text(details.price)
        price = currency.flatMap { currency in
            amount.flatMap { try? Money(decimal: $0, currency: currency) }
        }
        sender = text(details.sender)
    }
}

/// An answer's body, and whether it says that the message was taken.
private struct Reading {
    enum Verdict { case accepted, refused, unclear }

    private(set) var document = JSON.null
    private(set) var verdict = Verdict.unclear

    init(_ answer: HTTPAnswer, _ rules: Adapter.AnswerRules) {
        if rules.format == .text {
            read(String(decoding: answer.body, as: UTF8.self).trimmingSpaces, rules)
        } else if let document = Self.document(answer.body, rules.format) {
            self.document = document
            let holds = rules.conditions.map { $0.holds(in: document, of: document) }
            verdict =
                holds.contains(nil) ? .unclear : holds.contains(false) ? .refused : .accepted
        }
    }

    private mutating func read(_ text: String, _ rules: Adapter.AnswerRules) {
        func first(_ shapes: [TextShape]) -> [String: String]? {
            shapes.lazy.compactMap { $0.captures(text) }.first
        }
        if let captures = first(rules.acceptedShapes) {
            (verdict, document) = (.accepted, Self.object(captures))
        } else if !text.isEmpty, let captures = first(rules.refusedShapes) {
            (verdict, document) = (.refused, Self.object(captures))
        }
    }

    private static func object(_ texts: [String: String]) -> JSON {
        .object(JSON.Object(texts.map { .init($0.key, .string($0.value)) }))
    }

    static func document(_ body: [UInt8], _ format: Adapter.Format) -> JSON? {
        switch format {
        case .json: try? JSON(parsing: body)
        case .xml: XMLTree.parse(body)
        case .text: nil
        }
    }
}
