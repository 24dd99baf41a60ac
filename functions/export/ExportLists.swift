import FunctionRuntime
import Messaging
import Store
import Web

/// The numbers that are not written to, for a spreadsheet.
struct ExportSuppressions: DatabaseEndpoint {
    private static let reason = Field<String>.oneOf(
        "reason",
        SuppressionReason.allCases.map(\.rawValue),
        "Only numbers suppressed for this reason."
    ).optional
    private static let history = Field<String>.oneOf(
        "history",
        ["true", "false"],
        "true: released entries too."
    ).defaulting(to: "false")

    static let route = Route(
        .get,
        "/api/export/suppressions.csv",
        "Download the numbers that are not written to as CSV.",
        access: .scope(.messagesRead),
        query: [reason, history, ExportedFile.byteOrderMark],
        answers: ExportedFile.answers(.csv)
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (reason, history, mark) = try Input(query: request.query)
            .read(Self.reason, Self.history, ExportedFile.byteOrderMark)
        var filter = SuppressionFilter()
        filter.reason = reason.flatMap { SuppressionReason(rawValue: $0) }
        filter.withHistory = history == "true"
        let tenant = request.caller.tenant
        return try ExportedFile(name: "suppressions", format: .csv, byteOrderMark: mark)
            .response(for: tenant, from: database, .suppressions(of: tenant, filter))
    }
}

/// What customers wrote, for a spreadsheet.
struct ExportConversations: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/export/conversations.csv",
        "Download what customers wrote as CSV.",
        access: .scope(.messagesRead),
        query: [ExportedFile.byteOrderMark],
        answers: ExportedFile.answers(.csv)
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let mark = try Input(query: request.query).read(ExportedFile.byteOrderMark)
        let tenant = request.caller.tenant
        return try ExportedFile(name: "conversations", format: .csv, byteOrderMark: mark)
            .response(for: tenant, from: database, .conversations(of: tenant))
    }
}

/// What waits for a person, for a spreadsheet.
struct ExportParked: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/export/parked.csv",
        "Download the messages that wait for a person as CSV.",
        access: .scope(.messagesRead),
        query: [ExportedFile.byteOrderMark],
        answers: ExportedFile.answers(.csv)
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let mark = try Input(query: request.query).read(ExportedFile.byteOrderMark)
        let tenant = request.caller.tenant
        return try ExportedFile(name: "parked", format: .csv, byteOrderMark: mark)
            .response(for: tenant, from: database, .parked(of: tenant))
    }
}
