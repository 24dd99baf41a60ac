import HTTPClient
import Messaging
import Providers
import Testing

@Suite struct `Asking Twilio about messages` {
    @Test func `lists those to one number since the day before an hour ago`() throws {
        // 2023-08-24 00:30 GMT
        let request = try #require(
            twilio().listRequest(
                to: try E164("+15005550006"),
                sinceUnixSeconds: 1_692_837_000,
                page: nil
            )
        )
        #expect(
            request.url
                == "https://api.example/2010-04-01/Accounts/AC1/Messages.json"
                + "?To=%2B15005550006&DateSent%3E=2023-08-23&PageSize=100"
        )
        #expect(request.method == .get && request.body.isEmpty)
    }

    @Test func `follows the next page on its own host only`() throws {
        func next(_ reference: String) -> NextPage? {
            let body = #"{"messages":[],"next_page_uri":\#(reference)}"#
            guard case .page(_, let next) = twilio().readList(answered(200, body)) else {
                return nil
            }
            return next
        }
        let page = try #require(next(#""/2010-04-01/Accounts/AC1/Messages.json?Page=1""#))
        let request = try #require(
            twilio().listRequest(
                to: try E164("+15005550006"),
                sinceUnixSeconds: 0,
                page: page
            )
        )
        #expect(
            request.url == "https://api.example/2010-04-01/Accounts/AC1/Messages.json?Page=1"
        )
        #expect(next("null") == nil)
        #expect(next(#""https://elsewhere.example/""#) == nil)
        // Joined to the host as ".evil.example" this would lead elsewhere.
        #expect(next(#"".evil.example/""#) == nil)
    }

    @Test func `reads outbound messages and leaves inbound ones out`() throws {
        let result = twilio().readList(
            answered(
                200,
                """
                {"messages":[
                  {"sid":"SM2","direction":"inbound","status":"received","to":"+1","body":"STOP"},
                  {"sid":"SM1","direction":"outbound-api","status":"undelivered","to":"+15005550006",
                   "body":"Hi","error_code":30003,"error_message":"Unreachable",
                   "date_created":"Thu, 24 Aug 2023 05:01:45 +0000"},
                  {"nonsense":true}
                ],"next_page_uri":null}
                """
            )
        )
        guard case .page(let messages, nil) = result else {
            Issue.record("must be a page")
            return
        }
        let message = try #require(messages.first)
        #expect(messages.count == 1)
        #expect(message.status == .undelivered && message.fault?.code == "30003")
        #expect(message.createdAtSeconds == 1_692_853_305)
    }

    @Test func `knows an absent message only from Twilio's own word`() {
        #expect(fetching(answered(404, #"{"code":20404}"#)) == .absent)
        for outcome in [
            answered(404, "<html>"), answered(500, ""), answered(429, ""), answered(401, "{}"),
            answered(200, "[]"), .failed(.notSent(HTTPFailureCause(.couldNotConnect, "no"))),
        ] {
            guard case .unavailable = fetching(outcome) else {
                Issue.record("must be unavailable: \(outcome)")
                continue
            }
        }
    }

    @Test func `asks for one message by its identifier and nothing else`() throws {
        let request = try #require(
            twilio().fetchRequest(
                ProviderMessageID(rawValue: "SM1/../x?y"),
                to: try E164("+15005550006")
            )
        )
        #expect(
            request.url
                == "https://api.example/2010-04-01/Accounts/AC1/Messages/SM1%2F..%2Fx%3Fy.json"
        )
    }
}

@Suite struct `Internet dates` {
    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 +0000", 0),
            ("Thu, 24 Aug 2023 05:01:45 +0000", 1_692_853_305),
            ("Thu, 29 Feb 2024 23:59:59 +0000", 1_709_251_199),
            ("Wed, 31 Dec 1969 23:59:59 +0000", -1),
            ("Fri, 01 Mar 2100 00:00:00 +0000", 4_107_542_400),
        ] as [(String, Int64)]
    )
    func `are read and written alike`(_ text: String, _ seconds: Int64) {
        #expect(InternetDate.unixSeconds(text) == seconds)
        if seconds != 4_107_542_400 { #expect(InternetDate.text(unixSeconds: seconds) == text) }
    }

    @Test(
        arguments: [
            ("Thu, 24 Aug 2023 07:01:45 +0200", 1_692_853_305),
            ("Thu, 24 Aug 2023 00:31:45 -0430", 1_692_853_305),
            ("Thu, 24 Aug 2023 05:01:45 GMT", 1_692_853_305),
            ("Thu, 24 Foo 2023 05:01:45 GMT", nil),
            ("Thu, 24 Aug 2023 25:01:45 GMT", nil),
            ("2023-08-24T05:01:45Z", nil),
            ("", nil),
        ] as [(String, Int64?)]
    )
    func `are read with their zone, or not at all`(_ text: String, _ seconds: Int64?) {
        #expect(InternetDate.unixSeconds(text) == seconds)
    }

    @Test func `have a day`() {
        #expect(InternetDate.day(ofUnixSeconds: 1_709_251_199) == "2024-02-29")
    }
}

func fetching(_ outcome: HTTPOutcome) -> FetchResult {
    twilio().readFetch(outcome, of: ProviderMessageID(rawValue: "SM1"))
}
