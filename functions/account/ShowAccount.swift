import FunctionRuntime
import Store
import Web

/// Who I am, and where I am logged in.
struct ShowAccount: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/account",
        "Show one's own account.",
        access: .session(),
        answers: [
            .init(
                .ok,
                "The account, and its open sessions, the one used last first.",
                .object([
                    "email": .string, "name": .string,
                    "role": .oneOf(Role.allCases.map(\.rawValue)),
                    "hasPassword": .boolean.about("False for who signs in elsewhere only."),
                    "secondFactor": .boolean,
                    "secondFactorDemanded": .boolean
                        .about("Whether the business wants one of everybody."),
                    "recoveryCodesLeft": .integer,
                    "sessions": .array(
                        of: .object([
                            "id": .integer, "address": .string, "agent": .string,
                            "startedAt": .timestamp, "seenAt": .timestamp,
                            "expiresAt": .timestamp,
                            "isThis": .boolean.about("Whether it is the one that asks."),
                        ])
                    ),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let member = try request.member
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            guard let person = try Users.find(email: request.caller.name, on: &connection) else {
                throw Problem.notFound("There is no such account any more.")
            }
            let codes = try SecondFactors.recoveryCodeCount(of: person.user, on: &connection)
            let isDemanded = try SecondFactors.areDemanded(on: &connection)
            let sessions = try Sessions.all(of: member, on: &connection)
            return .json([
                "email": .string(person.user.email), "name": .string(person.user.name),
                "role": .string(person.user.role.rawValue),
                "hasPassword": .bool(person.passwordHash != nil),
                "secondFactor": .bool(person.sealedSecret != nil),
                "secondFactorDemanded": .bool(isDemanded), "recoveryCodesLeft": .int(codes),
                "sessions": .array(sessions.map { $0.json(isThis: $0.id == member.sessionID) }),
            ])
        }
    }
}

extension Sessions.Line {
    fileprivate func json(isThis: Bool) -> JSON {
        [
            "id": .int(id), "address": .string(place.address), "agent": .string(place.agent),
            "startedAt": .string(startedAt), "seenAt": .string(seenAt),
            "expiresAt": .string(expiresAt), "isThis": .bool(isThis),
        ]
    }
}
