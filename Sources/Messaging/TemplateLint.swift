/// What a template costs with the values of real customers, and which characters make it dear.
package struct TemplateLint: Sendable, Hashable {
    /// How many texts were made.
    package let messages: Int
    /// How many of them have so many segments, by the number of segments.
    package let messagesBySegments: [Int: Int]
    /// The characters that move texts to UCS-2, most frequent first.
    package let causes: [Cause]

    /// One character that GSM-7 does not have.
    package struct Cause: Sendable, Hashable {
        package let character: Unicode.Scalar
        /// How many texts have it.
        package let messages: Int
        /// Whether the template itself has it, so that writing differently helps every customer.
        package let isInTemplate: Bool
        /// What could stand there at the price of GSM-7; nil where nothing looks alike.
        package let replacement: String?
    }

    package init(
        _ template: MessageTemplate,
        for customers: some Sequence<[TemplateVariable: String]>,
        smart: Bool
    ) {
        var bySegments: [Int: Int] = [:]
        var found: [Unicode.Scalar: Int] = [:]
        for values in customers {
            let text = PreparedText(template, values, smart: smart)
            bySegments[text.count.segments, default: 0] += 1
            guard text.count.encoding == .ucs2 else { continue }
            for scalar in Set(text.body.unicodeScalars) where GSM7.septets(scalar) == nil {
                found[scalar, default: 0] += 1
            }
        }
        messages = bySegments.values.reduce(0, +)
        messagesBySegments = bySegments
        let written = Set(template.text.unicodeScalars)
        causes = found.map { character, messages in
            Cause(
                character: character,
                messages: messages,
                isInTemplate: written.contains(character),
                replacement: SmartEncoding.replacement(for: character)
            )
        }.sorted { ($1.messages, $0.character) < ($0.messages, $1.character) }
    }

    /// Segments over all texts.
    package var segments: Int { messagesBySegments.reduce(0) { $0 + $1.key * $1.value } }

    /// How many texts cost more than one segment.
    package var messagesOverOneSegment: Int { messages - (messagesBySegments[1] ?? 0) }

    /// The price of a month with so many messages like these, rounded up; nil without a sample.
    package func monthlyMicros(messagesPerMonth: Int, microsPerSegment: Int) -> Int? {
        guard messages > 0 else { return nil }
        let (cost, isTooMuch) = (segments * microsPerSegment)
            .multipliedReportingOverflow(by: messagesPerMonth)
        return isTooMuch ? nil : (cost + messages - 1) / messages
    }
}
