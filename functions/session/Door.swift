import Crypto
import FunctionRuntime
import People
import Store
import Web

/// Finds out whether somebody is who they say, and does not let them guess.
struct Door: Sendable {
    static let password = Field<String>.text("password", 1...1000, "")
    static let code = Field<String>.text(
        "code",
        1...40,
        "Of the app, or one from paper; where there is a second factor."
    ).optional

    private let database: Database
    private let secondFactor: SecondFactor
    private let deviceCookie: DeviceCookie?
    /// What is verified when nobody has the address, so that the time taken does not tell.
    private let decoy: String

    init(_ platform: Platform) throws {
        database = try platform.database
        secondFactor = SecondFactor(sealedIn: platform.vault)
        deviceCookie = DeviceCookie(
            sealedWith: try platform.settings.value(.secretsKey),
            publicURL: try platform.settings.value(.publicURL)
        )
        decoy = try PasswordHash.hash(Token.generate().text)
    }

    /// Who has this address and knows the password, and the code where one is wanted.
    ///
    /// - Throws: a `Problem` that does not tell whether there is such an address, nor whether it is
    ///   of another business than the one whose door it is; only whoever knows the password learns
    ///   that a code is wanted.
    func admit(
        _ email: String,
        _ password: String,
        _ code: String?,
        of business: TenantID? = nil,
        _ request: Request
    ) throws -> User {
        let subjects = subjects(email, request)
        try refuseGuessing(subjects)
        let found = try database.forAll { try Users.find(email: email, on: &$0) }
        let isRight = PasswordHash.verify(password, against: found?.passwordHash ?? decoy)
        let isAtHome = business == nil || found?.user.tenant.rawValue == business?.rawValue
        guard let found, found.passwordHash != nil, isRight, isAtHome else {
            try note(subjects, found?.user, request)
            throw Problem(
                .unauthorized,
                "wrong-credentials",
                "The address or the password is wrong."
            )
        }
        try require(code, of: found, subjects, request)
        try database.forAll { try LoginFailures.forget(subjects[0], on: &$0) }
        return found.user
    }

    /// The cookie for a browser that was let in, unless it has it already.
    func deviceCookie(for email: String, _ request: Request) -> String? {
        guard let deviceCookie, deviceCookie.device(in: request, of: email) == nil else {
            return nil
        }
        return deviceCookie.header(for: email)
    }

    private func require(
        _ code: String?,
        of person: Users.Credentials,
        _ subjects: [LoginFailures.Subject],
        _ request: Request
    ) throws {
        guard person.sealedSecret != nil else { return }
        guard let code else {
            throw Problem(
                .unauthorized,
                "second-factor-needed",
                "Enter the code that your app shows."
            )
        }
        let isRight = try database.inTransaction(forTenant: person.user.tenant) { connection in
            try secondFactor.takes(
                code,
                of: person,
                at: Int(WallClock.milliseconds / 1000),
                on: &connection
            )
        }
        guard isRight else {
            try note(subjects, person.user, request)
            throw Problem(.unauthorized, "wrong-code", "This code is wrong, or was used before.")
        }
    }

    /// Counts a failure; where there is such an account, its business can see it.
    private func note(
        _ subjects: [LoginFailures.Subject],
        _ user: User?,
        _ request: Request
    ) throws {
        try database.forAll { try LoginFailures.note(subjects, on: &$0) }
        guard let user else { return }
        let tenant = user.tenant.acting(as: request.actor("nobody"))
        try database.forTenant(tenant) { connection in
            try AuditLog.note(.loginFailed, user.email, on: &connection)
        }
    }

    /// Whose failures count: the browser's, if it was let in before, or else those of all
    /// strangers to the account; and those of the address it comes from.
    private func subjects(_ email: String, _ request: Request) -> [LoginFailures.Subject] {
        let first: LoginFailures.Subject
        if let device = deviceCookie?.device(in: request, of: email) {
            first = .device(hash: device)
        } else {
            first = .account(hash: SHA256.hex(email.lowercased()))
        }
        return [first, .address(request.remoteAddress)]
    }

    private func refuseGuessing(_ subjects: [LoginFailures.Subject]) throws {
        let wait = try database.forAll { try LoginFailures.wait(subjects, on: &$0) }
        guard let wait else { return }
        throw Problem(
            .tooManyRequests,
            "too-many-attempts",
            "There were too many wrong attempts; try again in \((wait + 59) / 60) minutes.",
            headers: ["Retry-After": String(max(wait, 1))]
        )
    }
}
