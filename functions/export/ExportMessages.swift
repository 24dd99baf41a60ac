import FunctionRuntime
import Store
import Views
import Web

/// The log as a file, with the list's filters.
private enum MessageFile {
    static let after = Field<String>(
        "after",
        "The id of the last message of a file that broke off: this one goes on after it.",
        schema: .text(36...36),
        expected: "a message id"
    ) { json in json.text.flatMap { UUIDText.isWellFormed($0) ? $0 : nil } }.optional

    static func response(
        to request: Request,
        as format: ListExport.Format,
        from database: Database
    ) throws -> Response {
        let tenant = request.caller.tenant
        let (filter, (after, mark)) = try Problem.gathering(
            { () throws(Problem) in try MessageFilter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.after, ExportedFile.byteOrderMark)
            }
        )
        let list = try database.forTenant(tenant) { connection in
            try ListExport.messages(of: tenant, filter, after: after, on: &connection)
        }
        return try ExportedFile(name: "messages", format: format, byteOrderMark: mark)
            .response(for: tenant, from: database, list)
    }
}

/// The log for a spreadsheet.
struct ExportMessages: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/export/messages.csv",
        "Download the log as CSV.",
        access: .scope(.messagesRead),
        query: MessageFilter.fields + [MessageFile.after, ExportedFile.byteOrderMark],
        answers: ExportedFile.answers(.csv)
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try MessageFile.response(to: request, as: .csv, from: database)
    }
}

/// The log for a program.
struct ExportMessageLines: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/export/messages.ndjson",
        "Download the log as one JSON object a line.",
        access: .scope(.messagesRead),
        query: MessageFilter.fields + [MessageFile.after, ExportedFile.byteOrderMark],
        answers: ExportedFile.answers(.ndjson)
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try MessageFile.response(to: request, as: .ndjson, from: database)
    }
}
