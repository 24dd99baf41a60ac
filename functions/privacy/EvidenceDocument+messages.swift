import JSONParser
import Messaging
import PDF
import Privacy
import Store
import Web

extension EvidenceDocument {
    /// Each message with its text, its attempts and everything that became of it.
    func addMessages(_ messages: [Evidence.Message], to document: inout Document) throws {
        try document.section(
            "Messages",
            "The text as it was sent, the rules that were applied, and what providers answered."
        )
        guard !messages.isEmpty else { return try document.paragraph("None.", Style.text) }
        for (index, message) in messages.enumerated() {
            try add(message, number: index + 1, to: &document)
        }
    }

    private func add(
        _ message: Evidence.Message,
        number: Int,
        to document: inout Document
    ) throws {
        let record = message.detail.record
        try document.reserve(140)
        document.space(number == 1 ? 0 : 14)
        try document.paragraph(
            "\(number). \(Style.moment(record.receivedAt)): \(record.status.rawValue)",
            Style.subheading,
            as: .heading2
        )
        try document.facts([
            ("Message", record.id), ("Transaction", record.transactionID),
            ("Text", record.body ?? "None, or removed since"),
            ("Made from", message.template?.words ?? "A text of its own, or the standard text"),
            ("Sent", Style.moment(record.sentAt)),
        ])
        try addAttempts(of: message, to: &document)
        document.space(6)
        try document.table(
            Style.table(
                [
                    .init("When", share: 2), .init("What happened", share: 1.6),
                    .init("Details", share: 5, linesMax: nil),
                ],
                message.detail.timeline.map { line in
                    [
                        Table.Cell(Style.moment(line.at)), Table.Cell(line.kind),
                        Table.Cell(line.words, Style.muted),
                    ]
                }
            )
        )
    }

    private func addAttempts(of message: Evidence.Message, to document: inout Document) throws {
        guard !message.detail.attempts.isEmpty else { return }
        document.space(6)
        try document.table(
            Style.table(
                [
                    .init("Call", share: 2), .init("Provider", share: 1.4),
                    .init("Its id", share: 2.6), .init("Outcome", share: 1.3),
                    .init("Answer", share: 3, linesMax: nil),
                ],
                message.detail.attempts.map { attempt in
                    [
                        Table.Cell(Style.moment(attempt.startedAt)), Table.Cell(attempt.provider),
                        Table.Cell(attempt.providerMessageID ?? "–"),
                        Table.Cell(attempt.status?.rawValue ?? attempt.state.rawValue),
                        Table.Cell(attempt.answer),
                    ]
                }
            )
        )
        for way in message.ways where !way.explanation.isEmpty {
            try document.paragraph(
                "Call \(way.attemptNumber): \(way.explanation.joined(separator: " "))",
                Style.small
            )
        }
    }
}

extension Evidence.Template {
    fileprivate var words: String {
        "\(name), version \(version), of \(Style.moment(writtenAt))\(writtenBy.map { " by \($0)" } ?? "")"
    }
}

extension AttemptRecord {
    fileprivate var answer: String {
        let http = httpStatus.map { "HTTP \($0)" }
        let error = errorCode.map { code in
            "\(code): \(errorMessage ?? ErrorCatalogue.explain(code).meaning)"
        }
        let words = [http, error].compactMap(\.self)
        return words.isEmpty ? "–" : words.joined(separator: ", ")
    }
}

extension TimelineLine {
    /// The facts, each with its name.
    fileprivate var words: String {
        guard case .object(let facts) = try? JSON(parsing: Array(detail.utf8)) else { return "" }
        return facts.members.map { fact in
            switch fact.value {
            case .string(let text): "\(fact.name): \(text)"
            case .number(let digits): "\(fact.name): \(digits)"
            default: "\(fact.name): \(fact.value.serializedText)"
            }
        }.joined(separator: "; ")
    }
}
