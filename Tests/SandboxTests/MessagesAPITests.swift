import Crypto
import Glibc
import JSONParser
import Testing
import Web

@testable import sandbox

@Suite struct `The Messages API` {
    private let folder: ScratchFolder
    private let accounts: SandboxAccounts
    private let sandbox: Sandbox

    init() throws {
        folder = try ScratchFolder()
        let path = folder.path
        let open = { @Sendable (sid: String) in
            let sandbox = try Sandbox(
                account: Account(sid: sid, token: "token"),
                sender: "+14155550100",
                journalPath: "\(path)/\(sid == "AC1" ? "journal" : "other").jsonl"
            )
            var behaviour = Behaviour()
            behaviour.latencyMilliseconds = 0...0
            behaviour.callbackDelayMilliseconds = 0...0
            try sandbox.ledger.change(to: behaviour)
            return sandbox
        }
        sandbox = try open("AC1")
        accounts = SandboxAccounts(sandbox, open: open)
    }

    @Test(arguments: [nil, "Basic", "Basic !!!", "Basic QUMxOndyb25n", "Bearer QUMxOnRva2Vu"])
    func `wants the account's credentials`(_ credentials: String?) throws {
        let answer = try send("To=%2B15005550005", credentials: credentials)
        #expect(answer.status == 401 && answer.json["code"] == 20003)
    }

    @Test func `does not know other accounts`() throws {
        var request = Request.fixture(.post)
        request.parameters["AccountSid"] = "AC2"
        let answer = try read(CreateMessage(accounts: accounts).respond(to: request))
        #expect(answer.status == 404 && answer.json["code"] == 20404)
    }

    @Test func `opens another account of the same token, with messages of its own`() throws {
        let sid = "AC" + String(repeating: "b", count: 32)
        let credentials = "Basic \(Base64.encode(Array("\(sid):token".utf8)))"
        let form = "To=%2B15005550005&From=%2B14155550100&Body=Hi"
        let sent = try read(
            CreateMessage(accounts: accounts).respond(
                to: .fixture(
                    .post,
                    body: form,
                    credentials: credentials,
                    parameters: ["AccountSid": sid]
                )
            )
        )
        #expect(sent.status == 201)
        let others = try accounts.require(.fixture(.get, credentials: credentials))
        #expect(others.ledger.messages(to: nil).count == 1)
        #expect(sandbox.ledger.messages(to: nil).isEmpty)
    }

    @Test func `takes a message and shows it afterwards`() throws {
        let created = try send("To=%2B15005550005&From=%2B14155550100&Body=Hi+%2B+bye")
        #expect(created.status == 201 && created.json["status"] == "queued")
        #expect(created.json["body"] == "Hi + bye" && created.json["num_segments"] == "1")
        #expect(created.json["price"] == .null && created.json["date_sent"] == .null)
        let sid = try #require(created.json["sid"]?.text)
        let fetched = try fetch("\(sid).json")
        #expect(fetched.status == 200 && fetched.json["status"] == "delivered")
        #expect(fetched.json["price"] == "-0.0079" && fetched.json["price_unit"] == "USD")
        #expect(try fetch("SM0.json").json["code"] == 20404)
    }

    @Test(arguments: [
        ("+15005550001", 400, 21211), ("+15005550002", 400, 21612), ("+15005550003", 400, 21408),
        ("+15005550004", 400, 21610), ("+15005550009", 400, 21614), ("+15005550020", 500, 20500),
        ("+15005550022", 429, 20429), ("+15005550023", 503, 20503),
    ])
    func `has magic numbers that are answered at once`(_ to: String, _ status: Int, _ code: Int)
        throws
    {
        let answer = try send("To=%2B\(to.dropFirst())&From=%2B15005550006&Body=Hi")
        #expect(answer.status == status && answer.json["code"] == .int(code))
        // Only the one that pretends to fail has been taken.
        #expect(sandbox.ledger.messages(to: nil).count == (to == "+15005550020" ? 1 : 0))
    }

    @Test(
        arguments: [
            ("+15005550010", "undelivered", 30003), ("+15005550014", "undelivered", 30007),
            ("+15005550016", "failed", 30001), ("+15005550018", "sent", nil),
            ("+15005550019", "delivered", nil),
        ] as [(String, String, Int?)]
    )
    func `has magic numbers that fare later`(_ to: String, _ status: String, _ code: Int?) throws {
        let created = try send("To=%2B\(to.dropFirst())&From=%2B15005550006&Body=Hi")
        let fetched = try fetch("\(created.json["sid"]?.text ?? "").json")
        #expect(fetched.json["status"] == .string(status))
        #expect(fetched.json["error_code"] == .optional(code))
    }

    @Test func `can break off the answer to a message it has taken`() throws {
        let request = Request.fixture(.post, body: "To=%2B15005550021&From=%2B15005550006&Body=Hi")
        let response = try CreateMessage(accounts: accounts).respond(to: request)
        guard case .stream(let produce) = response.body else {
            Issue.record("must be a stream")
            return
        }
        var count = 0
        try produce { count += $0.count }
        #expect(count < Int(response.headers["Content-Length"] ?? "") ?? 0)
        #expect(sandbox.ledger.messages(to: "+15005550021").count == 1)
    }

    @Test func `does not send to who has answered STOP, until START`() throws {
        let message = "To=%2B14155550199&From=%2B15005550006&Body=Hi"
        #expect(try send(message).status == 201)
        _ = try sandbox.receive(from: "+14155550199", to: "+15005550006", body: " stop ")
        #expect(try send(message).json["code"] == 21610)
        #expect(try send("To=%2B14155550199&From=%2B14155550100&Body=Hi").status == 201)
        _ = try sandbox.receive(from: "+14155550199", to: "+15005550006", body: "START")
        #expect(try send(message).status == 201)
    }

    // MARK: -

    private func send(
        _ form: String,
        credentials: String? = "Basic QUMxOnRva2Vu"
    ) throws -> (status: Int, json: JSON) {
        try read(
            CreateMessage(accounts: accounts)
                .respond(to: .fixture(.post, body: form, credentials: credentials))
        )
    }

    private func fetch(_ resource: String) throws -> (status: Int, json: JSON) {
        try read(
            FetchMessage(accounts: accounts)
                .respond(to: .fixture(.get, parameters: ["Resource": resource]))
        )
    }

    private func read(_ response: Response) throws -> (status: Int, json: JSON) {
        guard case .bytes(let bytes) = response.body else {
            return (response.status.rawValue, .null)
        }
        return (response.status.rawValue, try JSON(parsing: bytes))
    }
}
