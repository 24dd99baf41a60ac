import Crypto
import FunctionRuntime
import Store
import Web

/// Who is invited and has not come yet.
struct ListInvitations: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/invitations",
        "List the open invitations.",
        access: .scope(.peopleWrite),
        answers: [
            .init(
                .ok,
                "The newest first.",
                .object(["invitations": .array(of: Invitations.Line.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let open = try database.forTenant(request.caller.tenant) { connection in
            try Invitations.open(on: &connection)
        }
        return .json(["invitations": .array(open.map(\.json))])
    }
}

/// Invites somebody by a link, which goes out by mail and is shown this once.
struct Invite: Endpoint {
    private static let email = Field<String>(
        "email",
        "Where the invitation goes, and what they log in with.",
        schema: .text(3...254),
        expected: "an address such as ada@example.com"
    ) { json in json.text.flatMap { $0.isMailAddress ? $0.lowercased() : nil } }
    private static let name = Field<String>.text("name", 0...100, "How colleagues know them.")
        .defaulting(to: "")
    private static let dealerships = PersonFields.dealerships.defaulting(to: [])

    static let route = Route(
        .post,
        "/api/invitations",
        "Invite somebody.",
        access: .scope(.peopleWrite, confirmed: true),
        request: .fields([email, name, PersonFields.role, dealerships]),
        answers: [
            .init(
                .created,
                "The link, which is not shown again; it also goes out by mail where mail is set up.",
                .object(["link": .string])
            ),
            .init(.conflict, "Somebody of the business has this address already."),
        ]
    )

    private let database: Database
    private let origin: PublicOrigin

    init(_ platform: Platform) throws {
        database = try platform.database
        origin = PublicOrigin(try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let (email, name, role, dealerships) = try request.input().read(
            Self.email,
            Self.name,
            PersonFields.role,
            Self.dealerships
        )
        try request.mayGive(role)
        guard dealerships.isEmpty || !role.seesWholeBusiness else {
            throw PersonFields.cannotBeLimited
        }
        let caller = request.caller
        let token = Token.generate()
        let link = try database.inTransaction(forTenant: caller.tenant) { connection in
            let numbers: [Int64]
            switch try Dealership.numbers(of: dealerships, of: caller.tenant, on: &connection) {
            case .success(let found): numbers = found
            case .failure(let unknown): throw PersonFields.unknown(unknown.names)
            }
            let invitation = Invitations.Invitation(
                email: email,
                name: name,
                role: role,
                dealerships: numbers.isEmpty ? nil : numbers
            )
            let isMade = try Invitations.make(
                invitation,
                tokenHash: token.hash,
                by: caller,
                on: &connection
            )
            guard isMade else {
                throw Problem(
                    .conflict,
                    "address-taken",
                    "Somebody logs in here with this address already."
                )
            }
            let business = try Tenants.name(of: caller.tenant, on: &connection)
            let home = origin.at(try Tenants.hostName(of: caller.tenant, on: &connection))
            let link = "\(home)/join#\(token.text)"
            try Words.invitation(to: business, by: caller.name, link)
                .post(to: email, of: caller.tenant, on: &connection)
            return link
        }
        return .json(["link": .string(link)], .created)
    }
}

/// Takes an invitation back.
struct RevokeInvitation: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/invitations/{id}",
        "Take an invitation back.",
        access: .scope(.peopleWrite),
        answers: [
            .init(.ok, "Its link opens nothing any more.", .object(["success": .boolean])),
            .init(.notFound, "There is no such open invitation."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let isRevoked = try Int64(request.parameters["id"] ?? "").map { id in
            try database.forTenant(request.caller.tenant) { connection in
                try Invitations.revoke(id, on: &connection)
            }
        }
        guard isRevoked == true else {
            throw Problem.notFound("There is no such invitation, or it was used already.")
        }
        return .json(["success": true])
    }
}

extension Invitations.Line {
    fileprivate static let schema = Schema.object([
        "id": .integer, "email": .string, "name": .string,
        "role": .oneOf(Role.allCases.map(\.rawValue)),
        "dealerships": Schema.array(of: .string).orNull,
        "invitedBy": .string, "invitedAt": .timestamp, "expiresAt": .timestamp,
        "expired": .boolean,
    ])

    fileprivate var json: JSON {
        [
            "id": .int(id), "email": .string(email), "name": .string(name),
            "role": .string(role.rawValue),
            "dealerships": dealerships.map { .array($0.map(JSON.string)) } ?? .null,
            "invitedBy": .string(invitedBy), "invitedAt": .string(invitedAt),
            "expiresAt": .string(expiresAt), "expired": .bool(isExpired),
        ]
    }
}
