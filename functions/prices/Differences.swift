import FunctionRuntime
import Messaging
import Store
import Web

/// Where estimate, price and invoice differ, side by side, by message or by day.
struct ListDifferences: DatabaseEndpoint {
    private static let level = Field<String>.oneOf(
        "by",
        ["message", "day"],
        "What is compared: each message, or the totals of a day, provider and country."
    ).defaulting(to: "message")
    private static let limit = Field<Int>.integer("limit", 1...500, "Lines on a page.")
        .defaulting(to: 100)
    private static let cursor = Field<String>.text("cursor", 1...200, "next of another page.")
        .optional

    static let route = Route(
        .get,
        "/api/costs/differences",
        "List where estimate, reported price and invoice differ.",
        access: .scope(.messagesRead),
        query: Period.fields + [level, limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object(["differences": .array(of: .anyObject), "next": Schema.string.orNull])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = Input(query: request.query)
        let (period, (level, limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try Period(input) },
            { () throws(Problem) in try input.read(Self.level, Self.limit, Self.cursor) }
        )
        return level == "day"
            ? try days(of: request.caller.tenant, period, cursor, limit)
            : try messages(of: request.caller.tenant, period, cursor, limit)
    }

    private func messages(
        of tenant: TenantID,
        _ period: Period,
        _ cursor: String?,
        _ limit: Int
    ) throws -> Response {
        let place = cursor.flatMap { MessageCursor($0) }
        guard cursor == nil || place != nil else {
            throw Problem(.badRequest, "invalid-request", "cursor must be next of another page.")
        }
        let found = try database.forTenant(tenant) { connection in
            try Costs.differences(
                from: period.from,
                to: period.to,
                before: place,
                limit: limit + 1,
                of: tenant,
                on: &connection
            )
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.cursor.text : nil
        return .json(["differences": .array(page.map(\.json)), "next": .optional(next)])
    }

    private func days(
        of tenant: TenantID,
        _ period: Period,
        _ cursor: String?,
        _ limit: Int
    ) throws -> Response {
        let found = try database.forTenant(tenant) { connection in
            try Costs.dayDifferences(
                from: period.from,
                to: period.to,
                after: cursor,
                limit: limit + 1,
                of: tenant,
                on: &connection
            )
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.place : nil
        return .json(["differences": .array(page.map(\.json)), "next": .optional(next)])
    }
}

extension Costs.Difference {
    fileprivate var cursor: MessageCursor {
        MessageCursor(.older, micros: receivedMicros, messageID: messageID)
    }

    fileprivate var json: JSON {
        [
            "messageId": .string(messageID), "provider": .string(provider),
            "country": .optional(country), "segments": .optional(segments),
            "estimated": columns.estimated.json, "reported": columns.reported.json,
            "billed": columns.billed.json,
        ]
    }
}

extension Costs.DayDifference {
    fileprivate var json: JSON {
        [
            "day": .string(day), "provider": .string(provider),
            "country": country.isEmpty ? .null : .string(country),
            "estimated": columns.estimated.json, "reported": columns.reported.json,
            "billed": columns.billed.json,
        ]
    }
}

extension Money? {
    /// An amount with its currency, or null for what is not known.
    var json: JSON {
        guard let self else { return .null }
        return ["amount": .string(self.decimal), "currency": .string(self.currency.code)]
    }
}
