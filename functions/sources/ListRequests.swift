import FunctionRuntime
import Store
import Web

/// What CRMs asked and were answered, with personal data masked.
struct ListRequests: DatabaseEndpoint {
    static let source = Field<String>.text("source", 1...40, "Only of this source.")
        .optional
    static let outcome = Field<String>.oneOf(
        "outcome",
        ["taken", "refused"],
        "Only those with this outcome."
    ).optional
    private static let before = Field<Int>.integer("before", 1...Int.max, "Only older ones.")
        .optional
    private static let limit = Field<Int>.integer("limit", 1...200, "How many.").defaulting(to: 50)

    static let route = Route(
        .get,
        "/api/webhook-requests",
        "List the webhook's requests of the last week.",
        access: .scope(.messagesRead),
        query: [source, outcome, before, limit],
        answers: [
            .init(
                .ok,
                "The newest first; next is what to give as before for more.",
                .object([
                    "requests": .array(of: WebhookRequests.Line.schema),
                    "next": .integer.orNull, "unkept": .integer,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (source, outcome, before, limit) = try request.input().read(
            Self.source,
            Self.outcome,
            Self.before,
            Self.limit
        )
        let filter = WebhookRequests.Filter(
            source: source,
            wasTaken: outcome.map { $0 == "taken" },
            before: before.map(Int64.init),
            limit: limit + 1
        )
        let (lines, unkept) = try database.forTenant(tenant) { connection in
            (
                try WebhookRequests.list(filter, of: tenant, on: &connection),
                try WebhookRequests.unkeptOfDay(of: tenant, on: &connection)
            )
        }
        let page = lines.prefix(limit)
        return .json([
            "requests": .array(page.map(\.masked)),
            "next": .optional(lines.count > limit ? page.last?.id : nil),
            "unkept": .int(unkept),
        ])
    }
}

/// One request of the log with all that is kept of it.
struct ShowRequest: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/webhook-requests/{id}",
        "Show a request of the log.",
        access: .scope(.messagesRead),
        answers: [
            .init(.ok, "The request and its answer.", WebhookRequests.Line.schema),
            .init(.notFound, "There is no such request."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let line = try Int64(request.parameters["id"] ?? "").flatMap { id in
            try database.forTenant(tenant) { connection in
                try WebhookRequests.find(id, of: tenant, on: &connection)
            }
        }
        guard let line else {
            throw Problem.notFound("There is no such request in the log; it keeps a week.")
        }
        return .json(line.whole)
    }
}
