import HTTPClient
import Messaging
import Providers
import Testing
import Web

@Suite struct `Sending through Twilio` {
    @Test func `asks with the account's credentials, sender and callback`() throws {
        let message = OutboundMessage(
            id: "0192",
            attempt: 3,
            to: try E164("+15005550006"),
            body: "Hi & thanks + 1 ☕",
            callbackURL: "https://sms.example/webhook/status"
        )
        let request = twilio().sendRequest(message)
        #expect(request.method == .post)
        #expect(request.url == "https://api.example/2010-04-01/Accounts/AC1/Messages.json")
        #expect(request.credentials?.name == "AC1" && request.credentials?.password == "token")
        #expect(request.headers.contains { $0.value == "application/x-www-form-urlencoded" })
        let form = Form(decoding: String(decoding: request.body, as: UTF8.self))
        #expect(form["To"] == "+15005550006")
        #expect(form["From"] == "+15005550001")
        #expect(form["Body"] == "Hi & thanks + 1 ☕")
        #expect(form["StatusCallback"] == "https://sms.example/webhook/status?m=0192&a=3")
    }

    @Test func `lets a messaging service choose the sender`() throws {
        let message = OutboundMessage(
            id: "1",
            attempt: 1,
            to: try E164("+15005550006"),
            body: "Hi",
            callbackURL: "https://h.example/s"
        )
        let request = twilio(sender: .messagingService("MG1")).sendRequest(message)
        let form = Form(decoding: String(decoding: request.body, as: UTF8.self))
        #expect(form["MessagingServiceSid"] == "MG1" && form["From"] == nil)
    }

    @Test func `reads what Twilio took`() {
        let result = reading(
            answered(
                201,
                """
                {"sid":"SM1","status":"queued","num_segments":"2","price":"-0.00790",
                 "price_unit":"usd","from":"+15005550006","error_code":null,"tags":{"a":1}}
                """
            )
        )
        let expected = ProviderReceipt(
            id: .init(rawValue: "SM1"),
            status: .queued,
            segments: 2,
            price: Money(micros: 7_900, currency: .usd),
            sender: "+15005550006"
        )
        #expect(result == .accepted(expected))
    }

    @Test func `reads what a messaging service has not decided yet as unknown`() {
        let result = reading(
            answered(
                201,
                #"{"sid":"SM1","status":"accepted","num_segments":"0","price":null,"from":null}"#
            )
        )
        #expect(result == .accepted(.init(id: .init(rawValue: "SM1"), status: .queued)))
    }

    @Test(arguments: [
        "", "<html>", "{}", #"{"sid":"","status":"queued"}"#, #"{"sid":"SM1"}"#, "[", "null",
    ])
    func `doubts a success that cannot be read`(_ body: String) {
        guard case .ambiguous = reading(answered(201, body)) else {
            Issue.record("must be ambiguous")
            return
        }
    }

    @Test(arguments: [500, 502, 503, 504, 599, 408])
    func `doubts a fault`(_ status: Int) {
        #expect(
            reading(answered(status, #"{"code":20500}"#))
                == .ambiguous(reason: "HTTP \(status)")
        )
    }

    @Test(arguments: [
        (400, #"{"code":21211,"message":"Invalid 'To'","status":400}"#, 21211, "Invalid 'To'"),
        (400, #"{"code":"21610","message":"Stopped"}"#, 21610, "Stopped"),
        (401, #"{"code":20003,"message":"Authenticate"}"#, 20003, "Authenticate"),
        (404, "<html>nothing here</html>", nil, "HTTP 404"),
        (400, #"{"code":null}"#, nil, "HTTP 400"),
        (301, "", nil, "HTTP 301"),
    ])
    func `reads a refusal with its code`(
        _ status: Int,
        _ body: String,
        _ code: Int?,
        _ message: String
    ) {
        guard case .refused(let refusal) = reading(answered(status, body)) else {
            Issue.record("must be a refusal")
            return
        }
        #expect(refusal.fault.code == code.map(String.init) ?? "provider-refused")
        #expect(refusal.fault.message == message && refusal.httpStatus == status)
    }

    @Test(
        arguments: [
            (401, "", true, true), (403, "", true, true), (400, #"{"code":20003}"#, true, true),
            (400, #"{"code":30034}"#, true, false), (400, #"{"code":21211}"#, false, false),
        ]
    )
    func `knows a refusal of the account`(
        _ status: Int,
        _ body: String,
        _ isAboutAccount: Bool,
        _ stopsAccount: Bool
    ) {
        guard case .refused(let refusal) = reading(answered(status, body)) else {
            Issue.record("must be a refusal")
            return
        }
        #expect(refusal.isAboutAccount == isAboutAccount && refusal.stopsAccount == stopsAccount)
    }

    @Test func `writes to WhatsApp from a WhatsApp sender`() throws {
        func to(_ account: String, _ sender: String?) throws -> String? {
            let message = OutboundMessage(
                id: "1",
                attempt: 1,
                to: try E164("+15005550006"),
                body: "Hi",
                callbackURL: "https://h.example/s",
                sender: sender
            )
            let request = twilio(sender: .init(account)).sendRequest(message)
            return Form(decoding: String(decoding: request.body, as: UTF8.self))["To"]
        }
        #expect(try to("whatsapp:+14155238886", nil) == "whatsapp:+15005550006")
        #expect(try to("+15005550001", "whatsapp:+14155238886") == "whatsapp:+15005550006")
        #expect(try to("whatsapp:+14155238886", "+15005550001") == "+15005550006")
    }

    @Test(
        arguments: [("7", 7), ("0", 0), ("-1", nil), ("soon", nil), ("99999", nil), (nil, nil)]
            as [(String?, Int?)]
    )
    func `is throttled for as long as Twilio says`(_ header: String?, _ seconds: Int?) {
        let headers = header.map { [HTTPHeader("retry-after", $0)] } ?? []
        let outcome = HTTPOutcome.answered(HTTPAnswer(status: 429, headers: headers, body: []))
        #expect(reading(outcome) == .throttled(retryAfterSeconds: seconds))
    }

    @Test func `keeps what was not sent apart from what is in doubt`() {
        let cause = HTTPFailureCause(.timeout, "late")
        #expect(
            reading(.failed(.notSent(cause))) == .notSent(reason: "timeout: late")
        )
        #expect(
            reading(.failed(.ambiguous(cause))) == .ambiguous(reason: "timeout: late")
        )
    }
}

// MARK: -

func twilio(sender: TwilioAccount.Sender = .number("+15005550001")) -> Twilio {
    Twilio(
        TwilioAccount(
            sid: "AC1",
            authToken: "token",
            apiBase: "https://api.example/",
            sender: sender
        )
    )
}

func answered(_ status: Int, _ body: String) -> HTTPOutcome {
    .answered(HTTPAnswer(status: status, body: Array(body.utf8)))
}

func reading(_ outcome: HTTPOutcome) -> SendResult {
    guard let to = try? E164("+15005550006") else { return .notSent(reason: "no number") }
    return twilio().readSend(
        outcome,
        of: OutboundMessage(
            id: "1",
            attempt: 1,
            to: to,
            body: "Hi",
            callbackURL: "https://h.example"
        )
    )
}
