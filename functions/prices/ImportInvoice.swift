import Crypto
import FunctionRuntime
import Messaging
import Store
import Web

/// Takes a provider's invoice as CSV, once; the query names its columns.
struct ImportInvoice: DatabaseEndpoint {
    private static let provider = Field<String>.text("provider", 1...60, "Whose invoice it is.")
    private static let name = Field<String>.text("file", 1...200, "The file's name.")
        .defaulting(to: "invoice.csv")
    private static let message = column("message", "The column of the provider's message id.")
    private static let day = column("day", "The column of the day, for totals of days.")
    private static let country = column("country", "The column of the country.")
    private static let amount = Field<String>.text("amount", 1...100, "The column of the amount.")
        .defaulting(to: "amount")
    private static let currency = column("currency", "The column of the currency.")
    private static let inCurrency = Field<String>.text(
        "inCurrency",
        3...3,
        "The currency of all lines, where no column says it."
    ).optional

    private static func column(_ name: String, _ summary: String) -> Field<String?> {
        Field<String>.text(name, 1...100, summary).optional
    }

    static let route = Route(
        .post,
        "/api/invoices/import",
        "Import an invoice from CSV; the query says which column is which.",
        access: .scope(.settingsWrite),
        bodyByteCountMax: Table.byteCountMax,
        query: [provider, name, message, day, country, amount, currency, inCurrency],
        answers: [
            .init(
                .ok,
                "Imported, or found to be imported before.",
                .object([
                    "success": .boolean, "lines": .integer, "repeated": .boolean,
                    "unmatched": Schema.integer.about("Lines of messages not sent from here."),
                ])
            ),
            .init(.badRequest, "Every field that is wrong is named with its line."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (provider, name, message, day, country, amount, currency, fixed) =
            try Input(query: request.query).read(
                Self.provider,
                Self.name,
                Self.message,
                Self.day,
                Self.country,
                Self.amount,
                Self.currency,
                Self.inCurrency
            )
        guard let subject = message ?? day, (message == nil) != (day == nil) else {
            throw Problem(.badRequest, "invalid-request", "Name either message or day.")
        }
        let table = try Table(request.body)
        let currencyColumn = currency ?? "currency"
        try table.require([subject, amount] + (fixed == nil ? [currencyColumn] : []))
        let lines = try table.read { line -> Invoices.Line? in
            let unit = fixed.flatMap { try? Currency($0) } ?? line.currency(currencyColumn)
            let cost = line.amount(amount, in: unit ?? .usd)
            let subject = line.subject(message: message, day: day, country: country)
            guard unit != nil, let cost, let subject else { return nil }
            return Invoices.Line(line: line.number, subject: subject, amount: cost)
        }
        let caller = request.caller
        let hash = Hex.encode(SHA256.digest(request.body))
        let imported = try database.inTransaction(forTenant: caller.tenant) { connection in
            try Invoices.save(
                lines,
                provider: provider.lowercased(),
                file: (name: name, hash: hash),
                by: caller,
                on: &connection
            )
        }
        return .json([
            "success": true, "lines": .int(imported.lineCount),
            "repeated": .bool(imported.isRepeated), "unmatched": .int(imported.unmatchedCount),
        ])
    }
}

extension Table.Line {
    fileprivate mutating func subject(
        message: String?,
        day: String?,
        country: String?
    ) -> Invoices.Line.Subject? {
        if let message {
            let id = value(message, expected: "the id of a message", isRequired: true) { text in
                text.utf8.count <= 200 && !text.hasControlCharacters ? text : nil
            }
            return id.map { .message(providerMessageID: $0) }
        }
        guard let day, let moment = moment(day, isRequired: true) else { return nil }
        return .day(String(moment.prefix(10)), country: country.flatMap { self.country($0) })
    }
}
