import Alerting
import Crypto
import JSONParser
import Store
import Testing
import Web

@Suite struct `What is told to a target` {
    @Test func `is repeated at the times of the schedule, and then given up`() {
        let waits = (1...9).map { DeliverySchedule.waitSeconds(afterAttempt: $0, fraction: 0.5) }
        #expect(waits == [5, 300, 1800, 7200, 18_000, 36_000, 36_000, nil, nil])
        #expect(DeliverySchedule.attemptsMax == 8)
    }

    @Test func `does not come back all together`() {
        #expect(DeliverySchedule.waitSeconds(afterAttempt: 2, fraction: 0) == 240)
        #expect(DeliverySchedule.waitSeconds(afterAttempt: 2, fraction: 1) == 360)
    }

    @Test(arguments: [(nil, 60), (10, 60), (90, 90), (1000, 120)] as [(Int?, Int)])
    func `leaves who is busy alone for as long as asked, within reason`(_ asked: Int?, _ wait: Int)
    {
        let found = DeliverySchedule.waitSeconds(
            afterAttempt: 1,
            fraction: 0.5,
            isBusy: true,
            retryAfter: asked
        )
        #expect(found == wait)
    }

    /// The example of the Standard Webhooks specification.
    @Test func `is signed as the standard says`() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect("\(secret)" == "WebhookSecret(…)")
    }

    @Test(arguments: ["", "whsec_", "whsec_???", "sec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func `is signed with nothing but a secret`(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}

@Suite struct `An announcement` {
    private static let content = """
        {"alertId": 7, "kind": "failureRate", "subject": "messages", "detail": "14 of 20 & <b>",
         "count": 14, "raisedAt": "2026-11-21T09:00:00.000Z", "endedAt": null, "path": "/",
         "business": "Sun <Motors> <\u{301}i", "raisedLocal": "Sat, 21 Nov 2026, 04:00 (America/New York)"}
        """
    private let news = Announcement(.raised, content: content, baseURL: "https://sms.example.com")

    @Test func `says what happened, since when, and where to look`() {
        #expect(news.title == "Too many messages fail")
        #expect(news.plainText.contains("14 of 20 & <b>\nSince Sat, 21 Nov 2026, 04:00"))
        #expect(news.plainText.contains("Look at it: https://sms.example.com/\n"))
    }

    @Test func `shows as text what could be markup`() throws {
        #expect(news.html.contains("14 of 20 &amp; &lt;b&gt;"))
        // An accent makes another character of the sign, and none of it less of a sign.
        #expect(news.html.contains("Sun &lt;Motors&gt; &lt;\u{301}i"))
        let slack = try #require(news.slack["text"]?.text)
        #expect(slack.contains("*Too many messages fail* (Sun &lt;Motors&gt; &lt;\u{301}i)"))
        #expect(slack.contains("<https://sms.example.com/|Look at it>"))
    }

    @Test func `is for programs what the standard asks for`() {
        let payload = news.webhook
        #expect(payload["type"] == "alert.raised")
        #expect(payload["timestamp"] == "2026-11-21T09:00:00.000Z")
        #expect(payload["data"]?["id"] == 7)
        #expect(payload["data"]?["count"] == 14)
        #expect(payload["data"]?["link"] == "https://sms.example.com/")
    }

    @Test(arguments: AlertDeliveries.Event.allCases)
    func `can be made of anything that was written down`(_ event: AlertDeliveries.Event) {
        for content in ["", "[]", "{}", #"{"kind": 7, "count": "x"}"#] {
            let news = Announcement(event, content: content, baseURL: "https://a")
            #expect(!news.title.isEmpty)
            #expect(!news.webhook.serialized.isEmpty)
        }
    }
}
