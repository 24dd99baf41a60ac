/// What a template costs with the values of real customers, and which characters make it dear.
package struct TemplateLint: Sendable, Hashable {
    /// How many texts were made.
    package let messages: Int
    /// How many of them have so many segments, by the number of segments.
    package let messagesBySegments: [Int: Int]
    private let messagesByPlace: [Place: Int]
    /// The characters that move texts to UCS-2, most frequent first.
    package let causes: [Cause]

    /// What the price of a text depends on.
    private struct Place: Sendable, Hashable {
        let segments: Int
        let country: String?
    }

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
        for customers: some Sequence<TemplateSample>,
        smart: Bool
    ) {
        var byPlace: [Place: Int] = [:]
        var found: [Unicode.Scalar: Int] = [:]
        for customer in customers {
            let text = PreparedText(template, customer.values, smart: smart)
            let place = Place(segments: text.count.segments, country: customer.country)
            byPlace[place, default: 0] += 1
            guard text.count.encoding == .ucs2 else { continue }
            for scalar in Set(text.body.unicodeScalars) where GSM7.septets(scalar) == nil {
                found[scalar, default: 0] += 1
            }
        }
        messages = byPlace.values.reduce(0, +)
        messagesByPlace = byPlace
        messagesBySegments = byPlace.reduce(into: [:]) { counts, one in
            counts[one.key.segments, default: 0] += one.value
        }
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

    /// What all these texts cost together; nil where one has no price, or where their currencies
    /// differ.
    package func cost(
        _ price: (_ segments: Int, _ country: String?) -> Money?
    ) -> Money? {
        var total: Money?
        for (place, count) in messagesByPlace {
            guard let cost = price(place.segments, place.country)?.times(count) else { return nil }
            guard let sum = total.map({ $0.adding(cost) }) ?? cost else { return nil }
            total = sum
        }
        return total
    }

    /// The price of a month with so many messages like these, rounded up; nil without a sample.
    package func monthlyMicros(messagesPerMonth: Int, microsPerSegment: Int) -> Int? {
        guard messages > 0 else { return nil }
        let (cost, isTooMuch) = (segments * microsPerSegment)
            .multipliedReportingOverflow(by: messagesPerMonth)
        return isTooMuch ? nil : (cost + messages - 1) / messages
    }
}

/// A customer that a template is tried on.
package struct TemplateSample: Sendable, Hashable {
    package let values: [TemplateVariable: String]
    /// The ISO 3166-1 code of the number's country, where it is known.
    package let country: String?

    package init(_ values: [TemplateVariable: String], country: String? = nil) {
        self.values = values
        self.country = country
    }
}
