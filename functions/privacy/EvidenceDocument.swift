import Messaging
import PDF
import Privacy
import Store

/// What was said to a number, by which right, and what became of it, on pages.
struct EvidenceDocument {
    private let pack: EvidencePack
    private var evidence: Evidence { pack.evidence }

    init(_ pack: EvidencePack) { self.pack = pack }

    var file: PaperFile {
        PaperFile(
            info: DocumentInfo(
                title: "Evidence for \(evidence.number.rawValue)",
                author: evidence.business,
                subject: "Consent, messages, answers of providers and opt-outs of one number",
                creator: "SMS Tracker",
                // cairo reads no fractions of a second.
                date: "\(evidence.gatheredAt.prefix(19))Z"
            ),
            footer: "Evidence for \(evidence.number.rawValue) · SHA-256 \(pack.digest.prefix(16))…"
        ) { document in
            try document.head("Evidence for \(evidence.number.rawValue)", evidence.business)
            try document.facts([
                ("Gathered", Style.moment(evidence.gatheredAt)), ("SHA-256", pack.digest),
                (
                    "In short",
                    """
                    \(evidence.messages.count) messages, \(evidence.replies.count) replies, \
                    \(evidence.optOuts.count) entries on the list of opt-outs
                    """
                ),
            ])
            try document.paragraph(
                """
                The digest is of the same evidence as JSON, which can be downloaded beside this \
                document; it changes when anything in it does. All times are in UTC.
                """,
                Style.small
            )
            try addOrigins(to: &document)
            try addOptOuts(to: &document)
            try addReplies(to: &document)
            try addMessages(evidence.messages, to: &document)
        }
    }

    private func addOrigins(to document: inout Document) throws {
        try document.section(
            "Where the number came from",
            "Who gave it to us, and with which transaction."
        )
        guard !evidence.origins.isEmpty else {
            return try document.paragraph("Nobody gave us this number.", Style.text)
        }
        try document.table(
            Style.table(
                [
                    .init("When", share: 2), .init("What", share: 1.3),
                    .init("Transaction", share: 2.2), .init("Dealership", share: 1.8),
                    .init("Given by", share: 2, linesMax: 3),
                ],
                evidence.origins.map { origin in
                    let giver = origin.givenBy ?? "Not noted at that time"
                    return [
                        Table.Cell(Style.moment(origin.at)), Table.Cell(origin.kind.words),
                        Table.Cell(origin.transactionID), Table.Cell(origin.dealership ?? "–"),
                        Table.Cell(origin.source.map { "\(giver), through \($0)" } ?? giver),
                    ]
                }
            )
        )
    }

    private func addOptOuts(to document: inout Document) throws {
        try document.section("Opt-outs", "Each with who said so, and who took it back.")
        guard !evidence.optOuts.isEmpty else {
            return try document.paragraph("The number was never on the list.", Style.text)
        }
        try document.table(
            Style.table(
                [
                    .init("From", share: 2), .init("Why", share: 1.4), .init("Said by", share: 2),
                    .init("Note", share: 2, linesMax: nil), .init("Taken back", share: 2.4),
                ],
                evidence.optOuts.map { entry in
                    let end = entry.releasedAt.map {
                        "\(Style.moment($0)) by \(entry.releasedBy ?? "")"
                    }
                    return [
                        Table.Cell(Style.moment(entry.addedAt)), Table.Cell(entry.reason.spaced),
                        Table.Cell("\(entry.addedBy) (\(entry.source))"), Table.Cell(entry.note),
                        Table.Cell(end ?? "It holds"),
                    ]
                }
            )
        )
    }

    private func addReplies(to document: inout Document) throws {
        try document.section("What the customer wrote")
        guard !evidence.replies.isEmpty else {
            return try document.paragraph("Nothing.", Style.text)
        }
        try document.table(
            Style.table(
                [
                    .init("When", share: 2), .init("Text", share: 4, linesMax: nil),
                    .init("Understood as", share: 1.4), .init("Id at the provider", share: 2.6),
                ],
                evidence.replies.map { reply in
                    [
                        Table.Cell(Style.moment(reply.at)), Table.Cell(reply.text),
                        Table.Cell(reply.understoodAs),
                        Table.Cell("\(reply.provider) \(reply.providerMessageID)"),
                    ]
                }
            )
        )
    }
}

extension MessageKind {
    fileprivate var words: String {
        switch self {
        case .transaction: "Transaction"
        case .test: "Test"
        case .confirmation: "Answer to STOP, START or HELP"
        case .reply: "Reply by hand"
        }
    }
}

extension String {
    /// A word of ours as people read it.
    var spaced: String { split(separator: "_").joined(separator: " ") }
}
