import Messaging
package import Store
package import Web

extension SuppressionFilter {
    /// The query parameters that the list and its files take.
    package static let fields: [any DescribedField] = [
        SuppressionFields.number, SuppressionFields.search, SuppressionFields.reason,
        SuppressionFields.history,
    ]

    package init(_ query: Form) throws(Problem) {
        let (number, digits, reason, history) = try Input(query: query).read(
            SuppressionFields.number,
            SuppressionFields.search,
            SuppressionFields.reason,
            SuppressionFields.history
        )
        self.init()
        // A plus sign that was not encoded arrives as a space.
        self.number = number.map { $0.hasPrefix(" ") ? "+" + $0.dropFirst() : $0 }
        self.digits = digits
        self.reason = reason.flatMap { SuppressionReason(rawValue: $0) }
        withHistory = history == "true"
    }
}

private enum SuppressionFields {
    static let number = Field<String>.text("number", 1...20, "Only this number, in E.164.")
        .optional
    static let search = Field<String>(
        "search",
        "A part of the number, however it is grouped.",
        schema: .text(1...40),
        expected: "a number or a part of one"
    ) { json in
        guard let text = json.text, text.count <= 40,
            text.allSatisfy({ $0.isNumber || "+-(). /".contains($0) })
        else { return nil }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : digits
    }.optional
    static let reason = Field<String>.oneOf(
        "reason",
        SuppressionReason.allCases.map(\.rawValue),
        "Only numbers suppressed for this reason."
    ).optional
    static let history = Field<String>.oneOf(
        "history",
        ["true", "false"],
        "true: released entries too."
    ).defaulting(to: "false")
}
