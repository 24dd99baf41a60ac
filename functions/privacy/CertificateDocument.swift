import PDF
import Privacy
import Store

/// A certificate of erasure, on a page.
struct CertificateDocument {
    private let certificate: Erasure.Certificate
    private let business: String

    init(_ certificate: Erasure.Certificate, of business: String) {
        (self.certificate, self.business) = (certificate, business)
    }

    var file: PaperFile {
        PaperFile(
            info: DocumentInfo(
                title: "Certificate of erasure",
                author: business,
                subject: "What was erased of one customer",
                creator: "SMS Tracker",
                // cairo reads no fractions of a second.
                date: "\(certificate.erasedAt.prefix(19))Z"
            ),
            footer: "Certificate of erasure · \(certificate.id)"
        ) { document in
            try document.head("Certificate of erasure", business)
            try document.facts([
                ("Certificate", certificate.id),
                ("Erased", Style.moment(certificate.erasedAt)),
                ("By", certificate.erasedBy), ("Reason", certificate.reason),
                ("Number, as keyed hash", certificate.mark),
            ])
            try document.section("What was done")
            for sentence in certificate.statement {
                try document.paragraph("•  \(sentence)", Style.text)
                document.space(3)
            }
            try document.section(
                "Table by table",
                "How many rows were the customer's, and what became of them."
            )
            try document.table(
                Style.table(
                    [
                        .init("What", share: 3), .init("Table", share: 2),
                        .init("Rows", .right), .init("What became of them", share: 3),
                    ],
                    certificate.counts.map(Self.row)
                )
            )
        }
    }

    private static func row(_ count: Erasure.Certificate.Count) -> [Table.Cell] {
        let fate = count.isRemoved ? "Removed" : "Emptied; the facts stay, of nobody"
        return [
            Table.Cell(count.title), Table.Cell(count.table, Style.muted), "\(count.rows)",
            Table.Cell(count.rows == 0 ? "Nothing was there" : fate),
        ]
    }
}
