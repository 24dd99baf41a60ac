import FunctionRuntime
import Store
import Views
import Web

/// What the dashboard shows first: today beside yesterday, the hours of today, the newest messages.
struct Dashboard: DatabaseEndpoint {
    private static let page = Field<Int>.integer(
        "page",
        1...MessageLog.numberedRowsMax,
        "The page of messages; the first is 1."
    ).defaulting(to: 1)
    private static let limit = Field<Int>.integer("limit", 1...200, "Messages on a page.")
        .defaulting(to: 25)
    private static let view = Field<String>.oneOf(
        "view",
        ["all", "summary"],
        "summary leaves the messages out."
    ).defaulting(to: "all")

    static let route = Route(
        .get,
        "/api/dashboard",
        "Today's figures and the newest messages.",
        access: .scope(.messagesRead, reach: .dealerships),
        query: [page, limit, view],
        answers: [
            .init(
                .ok,
                "The dashboard.",
                .object([
                    "status": .object([
                        "webhook": .string,
                        "twilio": .oneOf(["connected", "unreachable", "refused", "unknown"]),
                        "database": .string,
                    ]), "today": .anyObject,
                    "hourly": .array(of: .anyObject).about(
                        "Today's hours; none for people who see some dealerships only."
                    ),
                    "recentDays": .array(of: DayFigures.schema),
                    "comingDays": .array(of: .object(["date": .string, "total": .integer])),
                    "messages": .array(of: MessageRecord.schema), "pagination": .anyObject,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (page, limit, view) = try Input(query: request.query)
            .read(Self.page, Self.limit, Self.view)
        guard page * limit <= MessageLog.numberedRowsMax else {
            throw Problem.invalid([
                FieldProblem(
                    "page",
                    expected: "a page within the newest \(MessageLog.numberedRowsMax) messages",
                    "Pages reach \(MessageLog.numberedRowsMax) messages deep; /api/messages goes on by cursor."
                )
            ])
        }
        let wantsMessages = view == "all"
        let (days, recent, total, messages, twilio) = try database.forTenant(tenant) { connection in
            (
                try Figures.days(2, of: tenant, on: &connection),
                try RecentDays(of: tenant, on: &connection),
                try Figures.total(of: tenant, on: &connection),
                wantsMessages
                    ? try MessageLog.numberedPage(
                        of: tenant,
                        page: page,
                        limit: limit,
                        on: &connection
                    ) : [],
                try ProviderStates.find("twilio", on: &connection)
            )
        }
        var members = [JSON.Object.Member("status", Self.status(twilio))]
        members += Self.figures(yesterday: days[0], today: days[1], total, recent)
        if wantsMessages {
            members.append(.init("messages", .array(messages.map(\.json))))
            members.append(.init("pagination", Self.pagination(page, limit, total.total)))
        }
        return .json(.object(JSON.Object(members)))
    }

    /// That this is answered shows that the database is connected and the webhook has its place.
    private static func status(_ twilio: ProviderState?) -> JSON {
        let word =
            switch twilio {
            case .answering: "connected"
            case .away: "unreachable"
            case .refusing: "refused"
            case nil: "unknown"
            }
        return ["webhook": "active", "twilio": .string(word), "database": "connected"]
    }

    private static func figures(
        yesterday: Figures.Day,
        today: Figures.Day,
        _ total: StatusCounts,
        _ recent: RecentDays
    ) -> [JSON.Object.Member] {
        let (now, before) = (today.total, yesterday.total)
        return [
            .init(
                "today",
                [
                    "date": .string(today.date), "total": .int(now.total), "sent": .int(now.sent),
                    "delivered": .int(now.delivered), "pending": .int(total.pending),
                    "failed": .int(now.failed), "deliveryRate": now.deliveryRate,
                    "yesterdayTotal": .int(before.total), "yesterday": before.json,
                ]
            ),
            .init("hourly", .array(today.hours.map(hourly) ?? [])),
            .init("recentDays", .array(recent.past.map(\.json))),
            .init(
                "comingDays",
                .array(
                    recent.coming.map {
                        ["date": .string($0.date), "total": .int($0.counts.total)]
                    }
                )
            ),
        ]
    }

    private static func hourly(_ hours: [Int: StatusCounts]) -> [JSON] {
        (0..<24).map { hour in
            let counts = hours[hour] ?? StatusCounts()
            return [
                "hour": .int(hour), "total": .int(counts.total), "sent": .int(counts.sent),
                "delivered": .int(counts.delivered), "failed": .int(counts.failed),
            ]
        }
    }

    private static func pagination(_ page: Int, _ limit: Int, _ total: Int) -> JSON {
        let pages = (total + limit - 1) / limit
        return [
            "page": .int(page), "limit": .int(limit), "total": .int(total),
            "totalPages": .int(pages), "hasNext": .bool(page < pages), "hasPrev": .bool(page > 1),
        ]
    }
}
