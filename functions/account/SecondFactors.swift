import Crypto
import FunctionRuntime
import People
import Store
import Web

/// Offers a secret for an authenticator app; nothing is in force until a code of it came back.
struct BeginSecondFactor: Endpoint {
    static let route = Route(
        .post,
        "/api/account/second-factor/offer",
        "Get a secret for an authenticator app.",
        access: .session(confirmed: true),
        answers: [
            .init(
                .ok,
                "What the app is to be told.",
                .object([
                    "offer": .string.about("To be sent back with the app's first code."),
                    "secret": .string.about("For typing: Base32."),
                    "address": .string.about("For apps on this device: otpauth."),
                    "picture": .array(of: .string)
                        .about("The address as a QR code: rows of 1 (dark) and 0 (light)."),
                ])
            ),
            .init(.conflict, "The installation has no key to seal secrets with."),
        ]
    )

    private let desk: SecondFactorDesk

    init(_ platform: Platform) throws { desk = try SecondFactorDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let person = try desk.person(request)
        let secret = OneTimeCode.generateSecret()
        let offer = try desk.database.inTransaction(forTenant: request.caller.tenant) {
            connection in
            try desk.seal(secret, for: person.user, on: &connection)
        }
        let business = try desk.business(of: person.user)
        let address = OneTimeCode(secret: secret).address(
            encodedIssuer: PercentCoding.encode(business),
            encodedAccount: PercentCoding.encode(person.user.email)
        )
        return .json([
            "offer": .string(Base64.encode(offer)), "secret": .string(Base32.encode(secret)),
            "address": .string(address),
            "picture": .array((QRCode(address)?.rows ?? []).map(JSON.string)),
        ])
    }
}

/// Puts the secret into force once the app has shown that it has it.
struct FinishSecondFactor: Endpoint {
    private static let offer = Field<String>.text("offer", 1...500, "As it was got.")
    private static let code = Field<String>.text("code", 6...10, "The one that the app shows now.")

    static let route = Route(
        .put,
        "/api/account/second-factor",
        "Take a second factor into use.",
        access: .session(confirmed: true),
        request: .fields([offer, code]),
        answers: [
            .init(
                .ok,
                "In force; the codes on paper are shown this once.",
                .object(["recoveryCodes": .array(of: .string)])
            )
        ]
    )

    private let desk: SecondFactorDesk

    init(_ platform: Platform) throws { desk = try SecondFactorDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let (offer, code) = try request.input().read(Self.offer, Self.code)
        let person = try desk.person(request)
        let codes = SecondFactorDesk.recoveryCodes()
        try desk.database.inTransaction(forTenant: request.caller.tenant) { connection in
            let now = Int(WallClock.milliseconds / 1000)
            guard let offered = Base64.decode(offer),
                let secret = try desk.secret(offered: offered, to: person.user, on: &connection),
                let step = OneTimeCode(secret: secret).step(of: code, at: now, after: nil)
            else { throw Self.wrongCode }
            // Anew, for keys may have been replaced since it was offered.
            try SecondFactors.set(
                sealedSecret: desk.seal(secret, for: person.user, on: &connection),
                usedStep: step,
                recoveryHashes: codes.map(\.hash),
                of: person.user,
                on: &connection
            )
        }
        return .json(["recoveryCodes": .array(codes.map { .string($0.text) })])
    }

    private static let wrongCode = Problem.invalid([
        .init(
            "code",
            expected: "the code that the app shows now",
            "This is not the code that the app should show now; is its clock right?"
        )
    ])
}

/// Goes back to the password alone.
struct RemoveSecondFactor: Endpoint {
    static let route = Route(
        .delete,
        "/api/account/second-factor",
        "Do without a second factor.",
        access: .session(confirmed: true),
        answers: [
            .init(.ok, "Removed.", .object(["success": .boolean])),
            .init(.conflict, "The business wants one of everybody."),
        ]
    )

    private let desk: SecondFactorDesk

    init(_ platform: Platform) throws { desk = try SecondFactorDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let person = try desk.person(request)
        try desk.database.inTransaction(forTenant: request.caller.tenant) { connection in
            guard try !SecondFactors.areDemanded(on: &connection) else { throw Self.demanded }
            try SecondFactors.remove(ofUser: person.user.id, on: &connection)
        }
        return .json(["success": true])
    }

    private static let demanded = Problem(
        .conflict,
        "second-factor-demanded",
        "Your business wants a second factor of everybody, so yours stays."
    )
}

/// Makes new codes on paper; the old ones end.
struct MakeRecoveryCodes: Endpoint {
    static let route = Route(
        .post,
        "/api/account/recovery-codes",
        "Make new recovery codes.",
        access: .session(confirmed: true),
        answers: [
            .init(
                .ok,
                "The codes, which are shown this once.",
                .object(["recoveryCodes": .array(of: .string)])
            ),
            .init(.conflict, "There is no second factor."),
        ]
    )

    private let desk: SecondFactorDesk

    init(_ platform: Platform) throws { desk = try SecondFactorDesk(platform) }

    func respond(to request: Request) throws -> Response {
        let person = try desk.person(request)
        guard person.sealedSecret != nil else {
            throw Problem(
                .conflict,
                "no-second-factor",
                "Codes on paper stand in for a second factor, and there is none."
            )
        }
        let codes = SecondFactorDesk.recoveryCodes()
        try desk.database.inTransaction(forTenant: request.caller.tenant) { connection in
            try SecondFactors.setRecoveryCodes(
                codes.map(\.hash),
                of: person.user,
                on: &connection
            )
            try AuditLog.note(.recoveryCodesMade, person.user.email, on: &connection)
        }
        return .json(["recoveryCodes": .array(codes.map { .string($0.text) })])
    }
}
