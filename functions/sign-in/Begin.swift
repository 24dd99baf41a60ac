import FunctionRuntime
import OpenIDConnect
import Store
import Web

/// Whether there is anything to ask an address for.
struct IsThere: Endpoint {
    static let route = Route(
        .get,
        "/api/sign-in",
        "Does anybody sign in at an issuer?",
        access: .anyone,
        query: [Entrance.word],
        answers: [.init(.ok, "Whether the login page offers it.", .object(["available": .boolean]))]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = try Desk(platform) }

    func respond(to request: Request) throws -> Response {
        let word = try Input(query: request.query).read(Entrance.word)
        let business = try desk.entrance(request, word: word).business
        let isThere = try desk.database.forAll { try SignInProviders.any(of: business, on: &$0) }
        return .json(["available": .bool(isThere)])
    }
}

/// Says where somebody signs in, and remembers that they left for there.
struct Begin: Endpoint {
    private static let email = Field<String>.text("email", 3...254, "Whose business is looked for.")

    static let route = Route(
        .post,
        "/api/sign-in",
        "Begin to sign in at an issuer.",
        access: .anyone,
        bodyByteCountMax: 4 * 1024,
        request: .fields([email, Entrance.word]),
        answers: [
            .init(
                .ok,
                "Where the browser goes; the cookie knows it when it comes back.",
                .object(["url": .string])
            ),
            .init(.notFound, "Nobody of this mail domain signs in elsewhere."),
            .init(.serviceUnavailable, "The issuer does not answer, or not as it should."),
        ]
    )

    private let desk: Desk
    private let cookie: AttemptCookie

    init(_ platform: Platform) throws {
        desk = try Desk(platform)
        cookie = AttemptCookie(publicURL: desk.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let (written, word) = try request.input().read(Self.email, Entrance.word)
        let email = written.lowercased()
        let entrance = try desk.entrance(request, word: word)
        let found = try desk.database.forAll {
            try SignInProviders.find(email: email, of: entrance.business, on: &$0)
        }
        guard let provider = found else {
            throw Problem(
                .notFound,
                "no-sign-in",
                "Nobody of this mail domain signs in elsewhere. Use your password."
            )
        }
        let attempt = SignInAttempt(at: provider.id, email: email, now: Desk.now)
        let issuer: Issuer
        do throws(SignInFailure) {
            issuer = try Issuer.discover(provider.issuer, over: desk.line)
        } catch {
            throw Problem(
                .serviceUnavailable,
                "issuer-away",
                "Where you sign in does not answer as it should. Try again, or use your password."
            )
        }
        let client = try desk.client(provider, at: entrance)
        return .json(
            ["url": .string(issuer.address(for: attempt, of: client))],
            headers: ["Set-Cookie": cookie.header(try attempt.sealed(with: desk.sealingKey()))]
        )
    }
}
