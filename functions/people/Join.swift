import Crypto
import FunctionRuntime
import People
import Store
import Web

/// What somebody is invited to who follows the link.
///
/// The link's token stands behind a `#`, which browsers keep for themselves, and comes in the body:
/// so it stands in no log.
struct ShowInvitation: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/joining",
        "Show what an invitation is to.",
        access: .anyone,
        bodyByteCountMax: 4 * 1024,
        request: .fields([LinkFields.token]),
        answers: [
            .init(
                .ok,
                "The invitation.",
                .object(["business": .string, "email": .string, "name": .string])
            ),
            .init(.notFound, "There is no such open invitation."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let token = try request.input().read(LinkFields.token)
        let found = try database.invitation(token)
        return .json([
            "business": .string(found.business), "email": .string(found.email),
            "name": .string(found.name),
        ])
    }
}

/// Makes a person of an invitation.
struct Join: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/joining/acceptance",
        "Accept an invitation.",
        access: .anyone,
        bodyByteCountMax: 8 * 1024,
        request: .fields([LinkFields.token, PersonFields.name, NewPassword.field]),
        answers: [
            .init(.created, "Welcome; log in.", .object(["email": .string])),
            .init(.notFound, "There is no such open invitation."),
            .init(.conflict, "Somebody logs in with this address already."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (token, name, password) = try request.input().read(
            LinkFields.token,
            PersonFields.name,
            NewPassword.field
        )
        let found = try database.invitation(token)
        let hash = try NewPassword.hash(password, of: found.email)
        let tenant = found.tenant.acting(as: request.actor(found.email))
        let acceptance = try database.inTransaction(forTenant: tenant) { connection in
            try Invitations.accept(found, name: name, passwordHash: hash, on: &connection)
        }
        switch acceptance {
        case .joined: return .json(["email": .string(found.email)], .created)
        case .gone: throw LinkFields.gone
        case .addressTaken:
            throw Problem(
                .conflict,
                "address-taken",
                "You log in with this address already. Ask to be invited with another one."
            )
        }
    }
}

/// What the links that let somebody choose a password have in common.
enum LinkFields {
    static let token = Field<Token>(
        "token",
        "What stands behind the # of the link.",
        schema: .text(43...43),
        expected: "the 43 characters behind the # of the link"
    ) { json in json.text.flatMap(Token.init) }

    static let gone = Problem.notFound(
        "This link was used already, or is too old; ask for another one."
    )
}

extension Database {
    fileprivate func invitation(_ token: Token) throws -> Invitations.Found {
        let found = try forAll { try Invitations.find(tokenHash: token.hash, on: &$0) }
        guard let found else { throw LinkFields.gone }
        return found
    }
}
