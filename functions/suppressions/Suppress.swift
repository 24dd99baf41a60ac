import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Puts a number on the list, and withdraws everything that waits to be sent to it.
struct Suppress: DatabaseEndpoint {
    private static let reason = Field<String>.oneOf(
        "reason",
        SuppressionReason.allCases.map(\.rawValue),
        "Why."
    ).defaulting(to: SuppressionReason.optedOut.rawValue)
    private static let note = Field<String>.text("note", 0...500, "In a person's words.")
        .defaulting(to: "")

    static let route = Route(
        .post,
        "/api/suppressions",
        "Do not write to a number any more.",
        access: .scope(.messagesWrite),
        request: .fields([number(region: "US"), reason, note]),
        answers: [
            .init(
                .ok,
                "It is on the list.",
                .object([
                    "success": .boolean, "message": .string, "number": .string,
                    "added": .boolean, "cancelled": .integer,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let region = try database.region(of: caller.tenant)
        let (number, reason, note) = try request.input()
            .read(Self.number(region: region), Self.reason, Self.note)
        let entry = Suppressions.Entry(
            number,
            SuppressionReason(rawValue: reason) ?? .optedOut,
            note: note
        )
        let added = try database.inTransaction(forTenant: caller.tenant) { connection in
            try Suppressions.add(
                [entry],
                of: caller.tenant,
                from: caller.isUser ? .page : .api,
                by: caller.name,
                on: &connection
            )
        }
        return .json([
            "success": true, "message": "The number is not written to any more.",
            "number": .string(number.rawValue), "added": .bool(added.countNew > 0),
            "cancelled": .int(added.countCancelled),
        ])
    }

    private static func number(region: String) -> Field<E164> {
        .phone("number", region: region, "As people type it; E.164 is best.")
    }
}

extension Database {
    /// The region whose national numbers a business may write without a country code.
    func region(of tenant: TenantID) throws -> String {
        try forTenant(tenant) { connection in
            try TenantProfile.find(of: tenant, on: &connection)?.defaultRegion ?? "US"
        }
    }
}
