import FunctionRuntime
import Store
import Web

/// A list on its way to the client: it flows from PostgreSQL in pieces, so that its size does not
/// matter.
struct ExportedFile {
    let name: StaticString
    let format: ListExport.Format
    private let wantsByteOrderMark: Bool

    /// `byteOrderMark` is what the client said of it.
    init(name: StaticString, format: ListExport.Format, byteOrderMark: String) {
        (self.name, self.format) = (name, format)
        wantsByteOrderMark = ["true", "yes"].contains(byteOrderMark)
    }

    static let byteOrderMark = Field<String>.oneOf(
        "bom",
        ["true", "false", "yes", "no"],
        "true begins with a byte order mark, which Excel needs for UTF-8."
    ).defaulting(to: "false")

    static func answers(_ format: ListExport.Format) -> [Route.Answer] {
        [.init(.ok, "The file.", mediaType: mediaType(format))]
    }

    /// A file of millions of rows over a slow line takes its time, in seconds.
    private static let patienceSeconds = 3600

    func response(
        for tenant: TenantID,
        from database: Database,
        _ list: ListExport
    ) throws -> Response {
        // Asked before the head goes out, so that a database that is away is told by a 503.
        try database.ping()
        let (format, wantsByteOrderMark) = (format, wantsByteOrderMark)
        return Response(
            .ok,
            headers: [
                "Content-Type": "\(Self.mediaType(format)); charset=utf-8",
                "Content-Disposition": "attachment; filename=\"\(name).\(format.rawValue)\"",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { write in
                if wantsByteOrderMark { try mark.withUnsafeBytes(write) }
                try database.forTenant(tenant, seconds: Self.patienceSeconds) { connection in
                    try list.write(format, on: &connection, to: write)
                }
            }
        )
    }

    private static func mediaType(_ format: ListExport.Format) -> String {
        switch format {
        case .csv: "text/csv"
        case .ndjson: "application/x-ndjson"
        }
    }
}

private let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
