import FunctionRuntime
import Messaging
import Store
import Web

/// Takes a price list as CSV: all of its lines, or none.
struct ImportPrices: DatabaseEndpoint {
    private static let dryRun = Field<String>.oneOf(
        "dryRun",
        ["true", "false"],
        "true checks the file and stores nothing."
    ).defaulting(to: "false")

    static let route = Route(
        .post,
        "/api/prices/import",
        """
        Import prices from CSV with the columns provider, country, sender_kind, direction, \
        currency, base, fee, per_segment, valid_from, valid_to; empty fits everything.
        """,
        access: .scope(.settingsWrite),
        bodyByteCountMax: Table.byteCountMax,
        query: [dryRun],
        answers: [
            .init(
                .ok,
                "Imported, or for a dry run found to be right.",
                .object(["success": .boolean, "lines": .integer, "dryRun": .boolean])
            ),
            .init(.badRequest, "Every field that is wrong is named with its line."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let isDry = try Input(query: request.query).read(Self.dryRun) == "true"
        let table = try Table(request.body)
        try table.require(["currency", "base", "valid_from"])
        let rows = try table.read(Self.row)
        let tenant = request.caller.tenant
        try database.inTransaction(forTenant: tenant) { connection in
            let backwards = try Prices.backwards(rows, on: &connection)
            guard backwards.isEmpty else {
                throw table.refusal(
                    of: backwards,
                    column: "valid_to",
                    expected: "a moment after valid_from"
                )
            }
            if !isDry { try Prices.save(rows, of: tenant, on: &connection) }
        }
        return .json(["success": true, "lines": .int(rows.count), "dryRun": .bool(isDry)])
    }

    private static func row(_ line: inout Table.Line) -> Prices.Row? {
        let currency = line.currency("currency")
        let base = line.price("base", isRequired: true)
        let since = line.moment("valid_from", isRequired: true)
        let kinds = SenderKind.allCases.map(\.rawValue).joined(separator: ", ")
        let provider = line.name("provider")
        let country = line.country("country")
        let kind = line.value("sender_kind", expected: "one of \(kinds)") {
            SenderKind(rawValue: $0)
        }
        let isInbound = line.value("direction", expected: "outbound or inbound") { text in
            ["outbound": false, "inbound": true][text]
        }
        let fee = line.price("fee", isRequired: false)
        let isPerSegment = line.truth("per_segment")
        let until = line.moment("valid_to")
        guard let currency, let base, let since else { return nil }
        var row = Prices.Row(currency: currency, baseMicros: base, validFrom: since)
        row.provider = provider?.lowercased()
        row.country = country
        row.senderKind = kind
        row.isInbound = isInbound ?? false
        row.feeMicros = fee ?? 0
        row.isPerSegment = isPerSegment ?? true
        row.validTo = until
        return row
    }
}
