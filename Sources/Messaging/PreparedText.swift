/// The final text of a message, and what carriers bill for it.
///
/// Preview, lint and dispatch all make their texts here, so what a person is shown is what is sent.
package struct PreparedText: Sendable, Hashable {
    package let body: String
    package let count: SegmentCount
    /// What became something else on the way, in the order of first appearance.
    package let replaced: [Replacement]

    /// One character that a look-alike took the place of.
    package struct Replacement: Sendable, Hashable {
        package let from: Unicode.Scalar
        /// Empty where the character was removed.
        package let to: String
        package let count: Int
    }

    /// A finished text; `smart` replaces look-alikes to stay in GSM-7.
    package init(_ text: String, smart: Bool) {
        body = smart ? text.smartEncoded : text
        count = SegmentCount(of: body)
        replaced = smart ? Self.replacements(in: text) : []
    }

    /// A template filled with a customer's values.
    package init(
        _ template: MessageTemplate,
        _ values: [TemplateVariable: String],
        smart: Bool
    ) {
        self.init(template.render(values), smart: smart)
    }

    /// Whether there is something to send, and a provider takes it.
    package var canBeSent: Bool {
        body.contains { !$0.isWhitespace } && !isTooLong
    }

    package var isTooLong: Bool { body.utf16.count > MessageTemplate.bodyLengthMax }

    private static func replacements(in text: String) -> [Replacement] {
        var order: [Unicode.Scalar] = []
        var counts: [Unicode.Scalar: Int] = [:]
        for scalar in text.unicodeScalars where SmartEncoding.replacement(for: scalar) != nil {
            if counts[scalar] == nil { order.append(scalar) }
            counts[scalar, default: 0] += 1
        }
        return order.map { scalar in
            Replacement(
                from: scalar,
                to: SmartEncoding.replacement(for: scalar) ?? "",
                count: counts[scalar] ?? 0
            )
        }
    }
}
