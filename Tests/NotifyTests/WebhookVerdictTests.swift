import HTTPClient
import Store
import Testing

@testable import notify

@Suite struct `What a webhook answers` {
    private func verdict(_ status: Int, retryAfter: String? = nil) -> WebhookVerdict {
        let headers = retryAfter.map { [HTTPHeader("Retry-After", $0)] } ?? []
        return WebhookVerdict(
            .answered(HTTPAnswer(status: status, headers: headers, body: Array("a\0b".utf8)))
        )
    }

    @Test(arguments: [200, 201, 204, 299])
    func `is a receipt`(_ status: Int) {
        #expect(verdict(status).problem == nil)
        #expect(!verdict(status).mayRepeat)
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503, 599])
    func `may be another one later`(_ status: Int) {
        #expect(verdict(status).problem != nil)
        #expect(verdict(status).mayRepeat)
    }

    @Test(arguments: [301, 302, 307, 400, 401, 403, 404, 410, 422])
    func `is the same at any time`(_ status: Int) {
        #expect(verdict(status).problem != nil)
        #expect(!verdict(status).mayRepeat)
    }

    @Test func `can ask to be left alone`() {
        #expect(verdict(429, retryAfter: "90").retryAfter == 90)
        #expect(verdict(429).isBusy)
        #expect(verdict(503, retryAfter: "tomorrow").retryAfter == nil)
    }

    @Test func `is kept as text that the database takes`() {
        #expect(verdict(200).answer == "ab")
    }

    @Test(arguments: [
        (HTTPFailureCause.Kind.timeout, true), (.couldNotConnect, true), (.connectionLost, true),
        (.tls, true), (.couldNotResolve, true), (.forbiddenAddress, false),
        (.malformedRequest, false),
    ])
    func `may be missing, for now or for good`(_ kind: HTTPFailureCause.Kind, _ mayRepeat: Bool) {
        let verdict = WebhookVerdict(.failed(.notSent(HTTPFailureCause(kind, "x"))))
        #expect(verdict.problem != nil)
        #expect(verdict.mayRepeat == mayRepeat)
    }
}
