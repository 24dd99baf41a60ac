import Testing

@testable import maintain

@Suite struct `Refused callbacks` {
    private var refusals = Refusals()

    private func figures(
        _ count: Int,
        process: Int = 1,
        route: String = "/webhook/status"
    ) -> String {
        "sms_http_requests_total{function=\"status-callback\",process=\"\(process)\","
            + "route=\"POST \(route)\",status=\"403\"} \(count)\n"
    }

    private func count(_ route: String = "/webhook/status") -> Int { refusals.count(on: route) }

    @Test mutating func `count from the first reading on, over all processes`() {
        refusals.read(figures(1000) + figures(10, process: 2))
        #expect(count() == 0)
        refusals.read(figures(1002) + figures(11, process: 2))
        #expect(count() == 3)
    }

    @Test mutating func `of a process that began anew count from nothing`() {
        refusals.read(figures(1000))
        refusals.read(figures(4))
        #expect(count() == 4)
    }

    @Test mutating func `that are our own do not count`() {
        refusals.read(figures(0))
        refusals.noteOwn(on: "/webhook/status")
        refusals.read(figures(1))
        #expect(count() == 0)
        refusals.read(figures(2))
        #expect(count() == 1)
    }

    @Test mutating func `are told by route, and other answers are none`() {
        let other = "/webhook/status/{provider}"
        let taken = "sms_http_requests_total{route=\"POST /webhook/status\",status=\"204\"} "
        refusals.read(figures(0) + figures(0, route: other) + taken + "0\n")
        refusals.read(figures(2) + figures(5, route: other) + taken + "90\n")
        #expect(count() == 2)
        #expect(count(other) == 5)
        #expect(count("/webhook/inbound") == 0)
    }

    @Test mutating func `are forgotten after a while`() {
        refusals.read(figures(0))
        refusals.read(figures(7))
        for _ in 1..<Refusals.roundsMax { refusals.read(figures(7)) }
        #expect(count() == 7)
        refusals.read(figures(7))
        #expect(count() == 0)
    }
}
