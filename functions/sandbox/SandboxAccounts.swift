import Crypto
import FunctionRuntime
import Synchronization
import Web

/// The accounts that the sandbox plays: the installation's own, and others that are opened by their
/// first request, so that a failover between two providers can be tried without either of them.
///
/// Each has its own messages and misbehaves for itself; all have the installation's token.
final class SandboxAccounts: Sendable {
    private let own: Sandbox
    private let open: @Sendable (_ sid: String) throws -> Sandbox
    private let others = Mutex<[String: Sandbox]>([:])

    /// Each has a thread of its own.
    private static let othersMax = 8

    init(_ own: Sandbox, open: @escaping @Sendable (_ sid: String) throws -> Sandbox) {
        self.own = own
        self.open = open
    }

    /// The account whose credentials the request carries (RFC 7617).
    func find(_ request: Request) throws -> Sandbox? {
        guard let header = request.headers["authorization"], header.hasPrefix("Basic "),
            let presented = Base64.decode(String(header.dropFirst(6))),
            let colon = presented.firstIndex(of: UInt8(ascii: ":")),
            constantTimeEquals(
                Array(presented[colon...].dropFirst()),
                Array(own.account.token.utf8)
            )
        else { return nil }
        let sid = String(decoding: presented[..<colon], as: UTF8.self)
        return sid == own.account.sid ? own : try other(sid)
    }

    private func other(_ sid: String) throws -> Sandbox? {
        let digits = sid.dropFirst(2)
        guard sid.hasPrefix("AC"), digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit) else {
            return nil
        }
        return try others.withLock { others in
            if let known = others[sid] { return known }
            guard others.count < Self.othersMax else { return nil }
            let opened = try open(sid)
            others[sid] = opened
            return opened
        }
    }
}

extension SandboxAccounts {
    /// The only ones of the process: endpoints share messages.
    static func shared(_ platform: Platform) throws -> SandboxAccounts {
        try opened.withLock { opened in
            if let opened { return opened }
            let settings = platform.settings
            let token = try settings.value(.twilioAuthToken)
            let sender = try settings.value(.twilioFrom)
            let directory = try settings.value(Sandbox.directory)
            let trusted = try settings.value(.trustedCertificates)
            let own = try settings.value(.twilioAccountSID)
            let accounts = SandboxAccounts(
                try Sandbox(
                    account: Account(sid: own, token: token, trustedFolder: trusted),
                    sender: sender,
                    journalPath: "\(directory)/journal.jsonl"
                )
            ) { sid in
                try Sandbox(
                    account: Account(sid: sid, token: token, trustedFolder: trusted),
                    sender: sender,
                    journalPath: "\(directory)/journal-\(sid).jsonl"
                )
            }
            opened = accounts
            return accounts
        }
    }

    private static let opened = Mutex<SandboxAccounts?>(nil)
}

extension SandboxAccounts {
    /// Does what every request to the Messages API has in common: waits as long as the provider
    /// would take, checks the credentials, and answers errors in Twilio's shape.
    func answer(
        _ request: Request,
        _ body: (Sandbox, Behaviour) throws -> Response
    ) throws -> Response {
        do {
            guard let sandbox = try find(request) else { throw TwilioError.unauthenticated }
            var generator = SystemRandomNumberGenerator()
            let behaviour = sandbox.ledger.behaviour
            sleep(milliseconds: behaviour.latency(using: &generator))
            guard request.parameters["AccountSid"] == sandbox.account.sid else {
                throw TwilioError.notFound(request.path)
            }
            return try body(sandbox, behaviour)
        } catch let error as TwilioError {
            return error.response
        }
    }

    /// - Throws: a problem, in our own shape, for requests to the sandbox's own routes.
    func require(_ request: Request) throws -> Sandbox {
        guard let sandbox = try find(request) else {
            throw Problem(
                .unauthorized,
                "unauthorized",
                "The account's SID and token are needed.",
                headers: ["WWW-Authenticate": "Basic realm=\"Sandbox\""]
            )
        }
        return sandbox
    }
}
