import FunctionRuntime
import Store
import Web

/// Makes the hours of the law shorter for a business's messages; longer they cannot be made.
struct ChangeOwnHours: DatabaseEndpoint {
    private static let hours = Field<QuietWeek>.week(
        "hours",
        "By weekday; a day that is not named is as the law has it, and null is a day without any."
    )

    static let route = Route(
        .put,
        "/api/quiet-hours/own",
        "Set the business's own hours, by the recipient's clock and within the law.",
        access: .scope(.settingsWrite),
        request: .fields([hours]),
        answers: [.init(.ok, "They hold from now on.", ShowQuietHours.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let week = try request.input().read(Self.hours)
        return try database.setOwnHours(week, for: request)
    }
}

/// Goes by the law alone again.
struct RemoveOwnHours: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/quiet-hours/own",
        "Do without hours of the business's own.",
        access: .scope(.settingsWrite),
        answers: [.init(.ok, "The law alone holds from now on.", ShowQuietHours.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.setOwnHours(.widest, for: request)
    }
}

extension Database {
    fileprivate func setOwnHours(_ week: QuietWeek, for request: Request) throws -> Response {
        let caller = request.caller
        try inTransaction(forTenant: caller.tenant) { connection in
            try QuietRule.setOwn(week, by: caller, on: &connection)
        }
        return try ShowQuietHours(database: self).respond(to: request)
    }
}
