import FunctionRuntime
import Store
import Web

/// What a rule is made of, as the interface names it.
enum RuleFields {
    static let kind = Field<String>.oneOf(
        "kind",
        Alerts.Kind.allCases.filter(\.isMeasured).map(\.rawValue),
        "What is measured; it cannot be changed later."
    )
    static let threshold = number(
        "threshold",
        "Percent of messages or of the budget, times, minutes, or stars, as the kind is."
    )
    static let windowMinutes = number(
        "windowMinutes",
        "How far back the figures go; for failureRate and errorCode."
    )
    static let least = number("least", "Of fewer messages nothing is concluded; for failureRate.")
    static let errorCode = Field<String>.text(
        "errorCode",
        1...40,
        "The provider's code, or one of our own; for errorCode."
    ).optional
    static let days = Field<[Int]>(
        "days",
        "Weekdays, Monday being 1; for silence.",
        schema: .array(of: .integer(1...7)),
        expected: "a list of different whole numbers from 1 (Monday) to 7"
    ) { json in
        guard case .array(let items) = json, items.count <= 7 else { return nil }
        let days = items.compactMap { item -> Int? in
            guard case .number(let digits) = item, let day = Int(digits), (1...7).contains(day)
            else { return nil }
            return day
        }
        return Set(days).count == items.count ? days.sorted() : nil
    }.optional
    static let opens = clock("opens", "From this hour of the business's clock; for silence.")
    static let closes = clock("closes", "Until this hour; for silence.")
    static let targets = Field<[String]>(
        "targets",
        "Who is told, by the ids of targets, whatever kinds they want; without it, all that want this kind.",
        schema: .array(of: .string),
        expected: "a list of 1 to \(AlertTargets.countMax) ids of targets"
    ) { json in
        guard case .array(let items) = json, (1...AlertTargets.countMax).contains(items.count)
        else { return nil }
        let ids = items.compactMap(\.text).filter(UUIDText.isWellFormed)
        return ids.count == items.count ? ids : nil
    }.optional
    static let enabled = Field<Bool>.flag("enabled", "Whether it is looked at.")

    static let all: [any DescribedField] = [
        threshold, windowMinutes, least, errorCode, days, opens, closes,
        targets, enabled.defaulting(to: true),
    ]

    /// Reads a rule of a kind, and names every field that is wrong or missing for it.
    static func read(
        _ input: Input,
        kind: Alerts.Kind,
        of tenant: TenantID
    ) throws(Problem) -> AlertRule {
        var problems: [FieldProblem] = []
        /// What is not as it should be is noted, so that the others are looked at as well.
        func take<Value>(_ field: Field<Value?>) -> Value? {
            do throws(Problem) {
                return try input.read(field)
            } catch {
                problems += error.fields
                return nil
            }
        }
        let (threshold, window, least) = (take(threshold), take(windowMinutes), take(least))
        let (code, days, opens, closes) = (take(errorCode), take(days), take(opens), take(closes))
        let needs = kind.needs
        let rule = AlertRule(
            tenant: tenant,
            kind: kind,
            threshold: needs.threshold == nil ? nil : threshold,
            windowMinutes: needs.hasWindow ? window : nil,
            least: kind == .failureRate ? least : nil,
            errorCode: kind == .errorCode ? code : nil,
            days: kind == .silence ? days ?? [] : [],
            opens: kind == .silence ? opens : nil,
            closes: kind == .silence ? closes : nil,
            isEnabled: take(enabled.optional) ?? true,
            targets: take(targets)
        )
        let named = Set(problems.map(\.field))
        problems += Self.problems(of: rule).filter { !named.contains($0.field) }
        guard problems.isEmpty else { throw .invalid(problems) }
        return rule
    }

    private static func problems(of rule: AlertRule) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        func check(_ value: Int?, _ range: ClosedRange<Int>?, _ name: String) {
            guard let range, !range.contains(value ?? Int.min) else { return }
            let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            problems.append(.init(name, expected: expected, "\(name) must be \(expected)."))
        }
        func require(_ isThere: Bool, _ name: String, _ expected: String) {
            guard !isThere else { return }
            problems.append(.init(name, expected: expected, "\(name) must be \(expected)."))
        }
        check(rule.threshold, rule.kind.needs.threshold, "threshold")
        check(rule.windowMinutes, rule.kind.needs.hasWindow ? 5...1440 : nil, "windowMinutes")
        check(rule.least, rule.kind == .failureRate ? 1...100_000 : nil, "least")
        if rule.kind == .errorCode { require(rule.errorCode != nil, "errorCode", "a code") }
        if rule.kind == .silence {
            require(!rule.days.isEmpty, "days", "at least one weekday")
            require(rule.opens != nil, "opens", "a time such as 09:00")
            let isLater = rule.closes.map { $0 > rule.opens ?? "" } ?? false
            require(isLater, "closes", "a time later than opens, such as 18:00")
        }
        return problems
    }

    private static func number(_ name: String, _ summary: String) -> Field<Int?> {
        Field<Int>.integer(name, 1...100_000, summary).optional
    }

    private static func clock(_ name: String, _ summary: String) -> Field<String?> {
        Field<String>(name, summary, schema: .string, expected: "a time such as 09:00") { json in
            let parts = json.text?.split(separator: ":", omittingEmptySubsequences: false) ?? []
            guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
                let hour = Int(parts[0]), let minute = Int(parts[1]),
                (0...23).contains(hour), (0...59).contains(minute)
            else { return nil }
            return json.text
        }.optional
    }
}

extension Alerts.Kind {
    /// Which thresholds make sense, and whether the figures have a window.
    fileprivate var needs: (threshold: ClosedRange<Int>?, hasWindow: Bool) {
        switch self {
        case .failureRate: (1...100, true)
        case .errorCode: (1...10_000, true)
        case .silence: (10...1440, false)
        case .queueAge: (1...1440, false)
        case .budgetShare: (1...100, false)
        case .lowRating: (1...4, false)
        case .providerPaused, .providerFailing, .callbackPathBroken, .reportNotSent,
            .targetDisabled:
            (nil, false)
        }
    }
}
