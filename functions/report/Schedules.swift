import FunctionRuntime
import Mail
import Store
import Web

/// The reports that go out by themselves, each with its latest mails.
struct ListSchedules: Endpoint {
    static let route = Route(
        .get,
        "/api/report-schedules",
        "List the reports that are mailed by themselves.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The schedules, and whether there is a mail server to send them with.",
                .object([
                    "timeZone": .string, "canMail": .boolean,
                    "schedules": .array(of: ReportSchedule.schema),
                ])
            )
        ]
    )

    private let database: Database
    private let mailer: Mailer

    init(_ platform: Platform) throws {
        database = try platform.database
        mailer = try Mailer(platform.settings)
    }

    private static let deliveriesMax = 40

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (schedules, deliveries, zone) = try database.forTenant(tenant) { connection in
            (
                try ReportSchedule.list(of: tenant, on: &connection),
                try ReportDelivery.latest(
                    perSchedule: Self.deliveriesMax,
                    of: tenant,
                    on: &connection
                ),
                try ReportSchedule.zone(of: tenant, on: &connection)
            )
        }
        let bySchedule = Dictionary(grouping: deliveries, by: \.scheduleID)
        return .json([
            "timeZone": .string(zone), "canMail": .bool(mailer.isConfigured),
            "schedules": .array(
                schedules.map { $0.json(with: bySchedule[$0.id] ?? []) }
            ),
        ])
    }
}

struct CreateSchedule: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/report-schedules",
        "Have a report mailed each week or month.",
        access: .scope(.settingsWrite),
        request: .fields(ScheduleFields.all),
        answers: [
            .init(.created, "It goes out from now on.", ReportSchedule.schema),
            .init(.conflict, "There are too many already."),
        ]
    )

    /// More schedules than that are a mistake of a program.
    private static let schedulesMax = 50

    let database: Database

    func respond(to request: Request) throws -> Response {
        let plan = try ScheduleFields.plan(of: try request.input())
        let caller = request.caller
        let schedule = try database.inTransaction(forTenant: caller.tenant) { connection in
            let count = try ReportSchedule.list(of: caller.tenant, on: &connection).count
            guard count < Self.schedulesMax else {
                throw Problem(
                    .conflict,
                    "too-many-schedules",
                    "There are \(Self.schedulesMax) schedules; remove one first."
                )
            }
            return try ReportSchedule.create(plan, by: caller, on: &connection)
        }
        return .json(schedule.json(with: []), .created)
    }
}

struct ChangeSchedule: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/report-schedules/{id}",
        "Change when a report goes out, and to whom.",
        access: .scope(.settingsWrite),
        request: .fields(ScheduleFields.all),
        answers: [
            .init(.ok, "Changed.", ReportSchedule.schema),
            .init(.notFound, "There is no such schedule."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let plan = try ScheduleFields.plan(of: try request.input())
        let id = try request.scheduleID()
        let tenant = request.caller.tenant
        let schedule = try database.forTenant(tenant) { connection in
            try ReportSchedule.change(id, to: plan, of: tenant, on: &connection)
        }
        guard let schedule else { throw Problem.noSchedule }
        return .json(schedule.json(with: []))
    }
}

struct DeleteSchedule: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/report-schedules/{id}",
        "Remove a schedule, and what is known of its mails.",
        access: .scope(.settingsWrite),
        answers: [
            .init(.noContent, "Removed."), .init(.notFound, "There is no such schedule."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let id = try request.scheduleID()
        let tenant = request.caller.tenant
        let wasThere = try database.forTenant(tenant) { connection in
            try ReportSchedule.delete(id, of: tenant, on: &connection)
        }
        guard wasThere else { throw Problem.noSchedule }
        return .noContent
    }
}

/// Sends the newest report of a schedule beside the clock, to try it or because somebody asks.
struct SendNow: Endpoint {
    static let route = Route(
        .post,
        "/api/report-schedules/{id}/send",
        "Mail the newest report of a schedule at once.",
        access: .scope(.settingsWrite),
        answers: [
            .init(
                .accepted,
                "It goes out within seconds; an address with one under way gets no second.",
                .object(["mails": .integer])
            ),
            .init(.notFound, "There is no such schedule."),
            .init(.conflict, "There is no mail server to send it with."),
        ]
    )

    private let database: Database
    private let mailer: Mailer

    init(_ platform: Platform) throws {
        database = try platform.database
        mailer = try Mailer(platform.settings)
    }

    func respond(to request: Request) throws -> Response {
        let id = try request.scheduleID()
        let caller = request.caller
        guard mailer.isConfigured else {
            throw Problem(
                .conflict,
                "no-mail-server",
                "No mail server is set up: SMTP_URL and MAIL_FROM are missing."
            )
        }
        let count = try database.inTransaction(forTenant: caller.tenant) { connection in
            guard try ReportSchedule.find(id, of: caller.tenant, on: &connection) != nil else {
                throw Problem.noSchedule
            }
            return try ReportDelivery.ask(for: id, by: caller, on: &connection)
        }
        return .json(["mails": .int(count)], .accepted)
    }
}

// MARK: -

extension Request {
    fileprivate func scheduleID() throws(Problem) -> Int64 {
        guard let id = parameters["id"].flatMap({ Int64($0) }) else { throw .noSchedule }
        return id
    }
}

extension Problem {
    fileprivate static let noSchedule = Problem.notFound("There is no schedule with this id.")
}
