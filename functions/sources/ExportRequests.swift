import FunctionRuntime
import Postgres
import Store
import Views
import Web

/// The log of requests as a spreadsheet; as in the list, personal data is masked.
struct RequestCSV: DatabaseEndpoint {
    static let route = RequestFile.route(.csv, "/api/export/webhook-requests.csv", "CSV")

    let database: Database

    func respond(to request: Request) throws -> Response {
        let names = RequestFile.columns
        return try RequestFile(request, database).response(.csv, head: CSV.line(names)) { line in
            guard case .object(let members) = line else { return "" }
            return CSV.line(names.map { (members[$0] ?? .null).cellText })
        }
    }
}

/// The same for a program.
struct RequestLines: DatabaseEndpoint {
    static let route = RequestFile.route(
        .ndjson,
        "/api/export/webhook-requests.ndjson",
        "one JSON object a line"
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try RequestFile(request, database).response(.ndjson) { line in
            line.serializedText + "\n"
        }
    }
}

/// Lines of the log on their way to the client, some hundreds at a time.
private struct RequestFile {
    private static let countAtOnce = 500
    private static let after = Field<Int>.integer(
        "after",
        1...Int.max,
        "The id of the last request of a file that broke off: this one goes on after it."
    ).optional
    static let columns = [
        "id", "at", "method", "path", "source", "caller", "status", "milliseconds",
        "transactionId", "duplicate", "replayOf", "bytes", "contentType", "requestId", "excerpt",
    ]

    static func route(
        _ format: ListExport.Format,
        _ path: StaticString,
        _ form: String
    ) -> Route {
        Route(
            .get,
            path,
            "Download the webhook's requests of the last week as \(form).",
            access: .scope(.messagesRead),
            query: [
                ListRequests.source, ListRequests.outcome, after, ListExport.Format.byteOrderMark,
            ],
            answers: format.answers
        )
    }

    private let tenant: TenantID
    private let database: Database
    private let filter: WebhookRequests.Filter
    private let byteOrderMark: String

    init(_ request: Request, _ database: Database) throws {
        let (source, outcome, after, mark) = try Input(query: request.query).read(
            ListRequests.source,
            ListRequests.outcome,
            Self.after,
            ListExport.Format.byteOrderMark
        )
        (tenant, self.database) = (request.actingTenant, database)
        filter = WebhookRequests.Filter(
            source: source,
            wasTaken: outcome.map { $0 == "taken" },
            before: after.map(Int64.init),
            limit: Self.countAtOnce
        )
        byteOrderMark = mark
    }

    func response(
        _ format: ListExport.Format,
        head: String = "",
        _ text: @escaping @Sendable (JSON) -> String
    ) throws -> Response {
        // Asked before the head goes out, so that a database that is away is told by a 503.
        try database.forTenant(tenant) { connection in
            let detail: JSON = ["format": .string(format.rawValue)]
            try AuditLog.note(.listExported, "webhook-requests", detail, on: &connection)
        }
        return format.download("webhook-requests", byteOrderMark: byteOrderMark) { write in
            try Array(head.utf8).withUnsafeBytes(write)
            try eachBatch { lines in
                let piece = lines.map { text($0.masked) }.joined()
                try Array(piece.utf8).withUnsafeBytes(write)
            }
        }
    }

    /// A connection is borrowed for each batch, so that a slow client keeps none.
    private func eachBatch(_ body: ([WebhookRequests.Line]) throws -> Void) throws {
        var filter = filter
        while true {
            let lines = try database.forTenant(tenant) { connection in
                try WebhookRequests.list(filter, of: tenant, on: &connection)
            }
            guard let last = lines.last else { return }
            try body(lines)
            filter.before = last.id
        }
    }
}
