import FunctionRuntime
import JSONParser
import Messaging
import Store
import Web

/// Every business, and how it does.
struct ListBusinesses: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/businesses",
        "List the businesses of the installation.",
        access: .scope(.businessesWrite),
        answers: [
            .init(
                .ok,
                "By name.",
                .object(["businesses": .array(of: Businesses.Business.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let businesses = try request.businesses
        let all = try database.forTenant(request.caller.tenant) { connection in
            try businesses.businesses(on: &connection)
        }
        return .json(["businesses": .array(all.map(\.json))])
    }
}

struct ShowBusiness: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/businesses/{id}",
        "Show one business.",
        access: .scope(.businessesWrite),
        answers: [
            .init(.ok, "The business.", Businesses.Business.schema),
            .init(.notFound, "There is no such business."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.forTenant(request.caller.tenant) { connection in
            .json(try request.business(on: &connection).json)
        }
    }
}

/// What a business used, month by month.
struct ShowUsage: DatabaseEndpoint {
    private static let months = Field<Int>.integer("months", 1...36, "How many, up to this one.")
        .defaulting(to: 12)

    static let route = Route(
        .get,
        "/api/businesses/{id}/usage",
        "Show what a business used in the last months.",
        access: .scope(.businessesWrite),
        query: [months],
        answers: [
            .init(
                .ok,
                "The newest first, by the business's own clock.",
                .object(["months": .array(of: Businesses.Usage.schema)])
            ),
            .init(.notFound, "There is no such business."),
        ]
    )

    /// Segments are added up from the messages, in seconds.
    private static let patienceSeconds = 60

    let database: Database

    func respond(to request: Request) throws -> Response {
        let months = try Input(query: request.query).read(Self.months)
        let tenant = request.caller.tenant
        let usage = try database.forTenant(tenant, seconds: Self.patienceSeconds) { connection in
            let business = try request.business(on: &connection)
            return try request.businesses
                .usage(of: business.id, months: months, on: &connection)
        }
        return .json(["months": .array(usage.map(\.json))])
    }
}

/// Receipts for what was removed.
struct ListRemovals: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/business-removals",
        "List the businesses that were removed, or are being removed.",
        access: .scope(.businessesWrite),
        answers: [
            .init(
                .ok,
                "The newest first.",
                .object(["removals": .array(of: Businesses.Removal.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let businesses = try request.businesses
        let removals = try database.forTenant(request.caller.tenant) { connection in
            try businesses.removals(on: &connection)
        }
        return .json(["removals": .array(removals.map(\.json))])
    }
}

extension Businesses.Usage {
    fileprivate static let schema = Schema.object([
        "month": Schema.string.about("As 2026-11."),
        "messages": Schema.integer.about("Those that were due in it."),
        "delivered": .integer, "segments": .integer, "received": .integer, "people": .integer,
        "storageBytes": Schema.integer.about("About what its messages take up."),
        "costs": Money.costsSchema,
    ])

    fileprivate var json: JSON {
        [
            "month": .string(month), "messages": .int(messageCount),
            "delivered": .int(deliveredCount), "segments": .int(segmentCount),
            "received": .int(receivedCount), "people": .int(peopleCount),
            "storageBytes": .int(storageBytes), "costs": .array(costs.map(\.costJSON)),
        ]
    }
}

extension Businesses.Removal {
    fileprivate static let schema = Schema.object([
        "business": Schema.integer.about("The number that it had."), "name": .string,
        "askedBy": .string, "askedAt": .timestamp,
        "endedAt": Schema.timestamp.orNull.about("Null while rows or files are being removed."),
        "rows": Schema.anyObject.about("How many of each table."),
    ])

    fileprivate var json: JSON {
        [
            "business": .int(Int(business)), "name": .string(name), "askedBy": .string(askedBy),
            "askedAt": .string(askedAt), "endedAt": .optional(endedAt),
            "rows": (try? JSON(parsing: Array(counts.utf8))) ?? .null,
        ]
    }
}
