import FunctionRuntime
import JSONParser
import Store
import Web

/// Sends a request of the log again, as a new one by whoever asks for it.
///
/// It goes the same way, through the mapping as it is now; what was a success before is answered as
/// a duplicate.
struct ReplayRequest: Endpoint {
    static let route = Route(
        .post,
        "/api/webhook-requests/{id}/replay",
        "Send a request of the log again.",
        access: .scope(.transactionsWrite),
        answers: [
            .init(
                .ok,
                "What it was answered this time.",
                .object(["status": .integer, "answer": .anyObject.orNull])
            ),
            .init(.notFound, "There is no such request."),
            .init(.conflict, "Not all of what was posted is kept."),
        ]
    )

    private let database: Database
    private let endpoints: Router<any Endpoint>

    init(_ platform: Platform) throws {
        database = try platform.database
        let types: [any Endpoint.Type] = [
            ReceiveOne.self, ReceiveMany.self, ReceiveMapped.self, Cancel.self,
            TransactionEvent.self,
        ]
        endpoints = Router(try types.map { (route: $0.route, target: try $0.init(platform)) })
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        guard let id = Int64(request.parameters["id"] ?? ""),
            let line = try database.forTenant(
                tenant,
                { connection in try WebhookRequests.find(id, of: tenant, on: &connection) }
            )
        else { throw Problem.notFound("There is no such request in the log; it keeps a week.") }
        guard line.isWhole else {
            throw Problem(
                .conflict,
                "body-not-whole",
                "Only the beginning of this request is kept, so it cannot be sent again."
            )
        }
        try database.forTenant(tenant) { connection in
            try AuditLog.note(.requestReplayed, String(id), on: &connection)
        }
        let response: Response
        do {
            response = try answer(line, for: request)
        } catch let problem as Problem {
            response = problem.response(requestID: request.id)
        }
        var answer: JSON?
        if case .bytes(let bytes) = response.body { answer = try? JSON(parsing: bytes) }
        return .json(["status": .int(response.status.rawValue), "answer": answer ?? .null])
    }

    private func answer(_ line: WebhookRequests.Line, for request: Request) throws -> Response {
        let match = try endpoints.match(line.method, line.path)
        guard let method = Method(rawValue: line.method) else {
            throw Problem.notFound("This method is not known.")
        }
        var headers = Headers()
        if let contentType = line.contentType { headers.add("content-type", contentType) }
        var again = Request(
            method: method,
            path: PercentCoding.decode(line.path),
            rawQuery: line.query,
            headers: headers,
            body: Array(line.body.utf8),
            id: request.id,
            remoteAddress: request.remoteAddress
        )
        again.parameters = match.parameters
        again.caller = request.caller
        return try match.target.respond(to: again)
    }
}
