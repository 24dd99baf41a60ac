import FunctionRuntime
import Store
import Views
import Web

/// The last retry jobs, newest first.
struct ListRetryJobs: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "How many.").defaulting(to: 25)

    static let route = Route(
        .get,
        "/api/retry/jobs",
        "List retry jobs, newest first.",
        access: .scope(.messagesRead),
        query: [limit],
        answers: [.init(.ok, "The jobs.", .object(["jobs": .array(of: RetryJob.schema)]))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let limit = try Input(query: request.query).read(Self.limit)
        let tenant = request.caller.tenant
        let jobs = try database.forTenant(tenant) { connection in
            try RetryJob.list(limit: limit, of: tenant, on: &connection)
        }
        return .json(["jobs": .array(jobs.map(\.json))])
    }
}

/// How far a retry job is.
struct ShowRetryJob: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/retry/jobs/{id}",
        "Show how far a retry job is.",
        access: .scope(.messagesRead),
        answers: [
            .init(.ok, "The job.", .object(["job": RetryJob.schema])),
            .init(.notFound, "There is no such job."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let job = try database.forTenant(tenant) { connection in
            try RetryJob.find(request.parameters["id"] ?? "", of: tenant, on: &connection)
        }
        guard let job else { throw Problem.notFound("There is no job with this id.") }
        return .json(["job": job.json])
    }
}

/// Ends a retry job; what it has scheduled so far is sent.
struct CancelRetryJob: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/retry/jobs/{id}/cancel",
        "End a retry job; what it has scheduled so far is sent.",
        access: .scope(.messagesWrite),
        answers: [
            .init(.ok, "It goes no further.", .object(["job": RetryJob.schema])),
            .init(.notFound, "There is no such job."),
            .init(.conflict, "It has ended already."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let id = request.parameters["id"] ?? ""
        let job = try database.inTransaction(forTenant: tenant) { connection in
            guard try RetryJob.find(id, of: tenant, on: &connection) != nil else {
                throw Problem.notFound("There is no job with this id.")
            }
            let job = try RetryJob.cancel(id, of: tenant, on: &connection)
            if job != nil { try AuditLog.note(.retryCancelled, id, on: &connection) }
            return job
        }
        guard let job else { throw Problem(.conflict, "job-ended", "This job has ended.") }
        return .json(["job": job.json])
    }
}
