import FunctionRuntime
import Store
import Views
import Web

/// The log as CSV, with the list's filters; it flows from PostgreSQL to the client in pieces, so
/// that its size does not matter.
struct ExportMessages: DatabaseEndpoint {
    private static let bom = Field<String>.oneOf(
        "bom",
        ["yes", "no"],
        "yes begins with a byte order mark, which Excel needs for UTF-8."
    ).defaulting(to: "no")

    /// A file of millions of rows over a slow line takes its time, in seconds.
    private static let patienceSeconds = 3600

    static let route = Route(
        .get,
        "/api/export/messages.csv",
        "Download the log as CSV.",
        access: .scope(.messagesRead),
        query: MessageFilter.fields + [bom],
        answers: [.init(.ok, "The file.", mediaType: "text/csv")]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (filter, bom) = try Problem.gathering(
            { () throws(Problem) in try MessageFilter(request.query) },
            { () throws(Problem) in try Input(query: request.query).read(Self.bom) }
        )
        let wantsBOM = bom == "yes"
        // Asked before the head goes out, so that a database that is away is told by a 503.
        try database.ping()
        return Response(
            .ok,
            headers: [
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": "attachment; filename=\"messages.csv\"",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { write in
                if wantsBOM { try byteOrderMark.withUnsafeBytes(write) }
                try database.forTenant(tenant, seconds: Self.patienceSeconds) { connection in
                    try MessageExport.writeCSV(of: tenant, filter, on: &connection, to: write)
                }
            }
        )
    }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
