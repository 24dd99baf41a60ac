import FunctionRuntime
import Postgres
import Store
import Views
import Web

/// A list as a file for spreadsheets.
struct CSVFile<List: ExportedList>: DatabaseEndpoint {
    static var route: Route { List.route(.csv, List.csvPath, "as CSV") }
    let database: Database
    func respond(to request: Request) throws -> Response {
        try List.file(.csv, answering: request, from: database)
    }
}

/// The same list as a file for programs.
struct LinesFile<List: ExportedList>: DatabaseEndpoint {
    static var route: Route { List.route(.ndjson, List.linesPath, "as one JSON object a line") }
    let database: Database
    func respond(to request: Request) throws -> Response {
        try List.file(.ndjson, answering: request, from: database)
    }
}

/// A file of millions of rows over a slow line takes its time, in seconds.
private let patienceSeconds = 3600

extension ExportedList {
    fileprivate static func route(
        _ format: ListExport.Format,
        _ path: StaticString,
        _ how: String
    ) -> Route {
        Route(
            .get,
            path,
            "Download \(subject) \(how).",
            access: .scope(scope, reach: reach),
            query: fields + [ListExport.Format.byteOrderMark],
            answers: format.answers
        )
    }

    /// The file on its way to the client: it flows from PostgreSQL in pieces, so that its size does
    /// not matter.
    fileprivate static func file(
        _ format: ListExport.Format,
        answering request: Request,
        from database: Database
    ) throws -> Response {
        let tenant = request.caller.tenant
        let (list, bom) = try Problem.gathering(
            { () throws(Problem) in try Self(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(ListExport.Format.byteOrderMark)
            }
        )
        // Asked before the head goes out, so that a database that is away is told by a 503.
        let rows = try database.inTransaction(forTenant: request.actingTenant) { connection in
            let rows = try list.rows(of: tenant, on: &connection)
            let detail: JSON = ["format": .string(format.rawValue)]
            try AuditLog.note(.listExported, "\(name)", detail, on: &connection)
            return rows
        }
        return format.download(name, byteOrderMark: bom) { write in
            try database.forTenant(tenant, seconds: patienceSeconds) { connection in
                try rows.write(format, on: &connection, to: write)
            }
        }
    }
}
