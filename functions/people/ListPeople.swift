import FunctionRuntime
import Store
import Web

/// Everybody who may log in to the business, and who was shut out.
struct ListPeople: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/people",
        "List the people of the business.",
        access: .scope(.peopleWrite),
        answers: [
            .init(
                .ok,
                "By name.",
                .object([
                    "people": .array(of: People.Line.schema),
                    "secondFactorDemanded": .boolean
                        .about("Whether everybody who logs in with a password must have one."),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (people, isDemanded) = try database.forTenant(request.caller.tenant) { connection in
            (try People.all(on: &connection), try SecondFactors.areDemanded(on: &connection))
        }
        return .json([
            "people": .array(people.map(\.json)), "secondFactorDemanded": .bool(isDemanded),
        ])
    }
}

/// What each role may do.
struct ShowRoles: Endpoint {
    static let route = Route(
        .get,
        "/api/roles",
        "Show what each role may do.",
        access: .session(),
        answers: [
            .init(
                .ok,
                "The roles, from the most to the least, and who holds which scope.",
                .object([
                    "roles": .array(
                        of: .object([
                            "role": .string, "about": .string,
                            "mayGive": .boolean.about("Whether the caller may give it."),
                        ])
                    ),
                    "scopes": .array(
                        of: .object([
                            "scope": .string, "about": .string, "roles": .array(of: .string),
                        ])
                    ),
                ])
            )
        ]
    )

    init(_ platform: Platform) {}

    func respond(to request: Request) throws -> Response {
        let own = try request.member.role
        return .json([
            "roles": .array(
                Role.allCases.map { role in
                    [
                        "role": .string(role.rawValue), "about": .string(role.about),
                        "mayGive": .bool(own.mayGive(role)),
                    ]
                }
            ),
            "scopes": .array(
                Role.table.map { scope, roles in
                    [
                        "scope": .string(scope.rawValue), "about": .string(scope.about),
                        "roles": .array(
                            Role.allCases.filter(roles.contains).map { .string($0.rawValue) }
                        ),
                    ]
                }
            ),
        ])
    }
}

extension People.Line {
    static let schema = Schema.object([
        "id": .integer, "email": .string, "name": .string,
        "role": .oneOf(Role.allCases.map(\.rawValue)),
        "dealerships": Schema.array(of: .string).orNull
            .about("Those that the person is limited to; null for the whole business."),
        "hasPassword": .boolean, "secondFactor": .boolean, "createdAt": .timestamp,
        "lastLoginAt": .timestamp.orNull, "disabledAt": .timestamp.orNull, "sessions": .integer,
    ])

    var json: JSON {
        [
            "id": .int(id), "email": .string(email), "name": .string(name),
            "role": .string(role.rawValue),
            "dealerships": dealerships.map { .array($0.map(JSON.string)) } ?? .null,
            "hasPassword": .bool(hasPassword), "secondFactor": .bool(hasSecondFactor),
            "createdAt": .string(createdAt), "lastLoginAt": .optional(lastLoginAt),
            "disabledAt": .optional(disabledAt), "sessions": .int(sessionCount),
        ]
    }
}
