import Glibc
import Testing

/// What happens on a connection beside and between requests.
@Suite struct `A FastCGI connection` {
    @Test func `is closed after one request unless it shall be kept`() throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        peer.send(Wire.request("/"))
        #expect(peer.answer().end == 0)
        #expect(try #require(peer.timeToClose()) < .milliseconds(500))
    }

    @Test func `carries many requests one after another`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        for number in 1...200 {
            let body = Wire.Bytes(repeating: 1, count: number * 7)
            let request = Wire.request(
                "/body",
                query: "100000",
                body: body,
                id: UInt16(number % 3 + 1),
                keep: true
            )
            peer.send(request)
            #expect(peer.answer(id: UInt16(number % 3 + 1)).text.hasPrefix("\(number * 7) bytes"))
        }
    }

    @Test func `carries requests that were sent before the last was answered`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        let one = Wire.request("/body", query: "9", body: [1, 2], keep: true)
        peer.send(one + one + Wire.request("/"))
        #expect(peer.answer().text == "2 bytes, sum 3")
        #expect(peer.answer().text == "2 bytes, sum 3")
        #expect(peer.answer().text == "hello")
    }

    @Test func `does not take an unread body for a request`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        let smuggled = Wire.request("/large", query: "1000")
        peer.send(Wire.request("/", body: smuggled, keep: true))
        #expect(peer.answer().text == "hello")
        peer.send(Wire.request("/body", query: "9", body: [4], keep: true))
        #expect(peer.answer().text == "1 bytes, sum 4")
    }

    @Test func `is closed when more of a body is left unread than can be dropped`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        peer.send(Wire.request("/", body: Wire.Bytes(repeating: 1, count: 3_000_000), keep: true))
        #expect(peer.answer().text == "hello")
        #expect(try #require(peer.timeToClose()) < .seconds(2))
    }

    @Test func `holds no thread while it is silent`() throws {
        let fixture = try FixtureProcess(threads: 2)
        let fresh = try (0..<20).map { _ in try fixture.connect() }
        let kept = try (0..<20).map { _ in try fixture.connect() }
        for peer in kept {
            peer.send(Wire.request("/", keep: true))
            #expect(peer.answer().text == "hello")
        }
        #expect(try fixture.isWell())
        for peer in kept + fresh {
            peer.send(Wire.request("/", keep: true))
            #expect(peer.answer().text == "hello")
        }
    }

    @Test func `is closed after idling for too long`() throws {
        let fixture = try FixtureProcess(idleTimeoutMilliseconds: 100)
        let peer = try fixture.connect()
        peer.send(Wire.request("/", keep: true))
        #expect(peer.answer().text == "hello")
        #expect(try #require(peer.timeToClose()) < .seconds(3))
    }

    @Test(arguments: ["head", "body"])
    func `carries one request at a time and says so`(phase: String) throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        let parameters = Wire.parameters([("SCRIPT_NAME", "/body"), ("QUERY_STRING", "1000")])
        let other =
            Wire.begin(id: 2, keep: true) + Wire.parameters([("A", "b")], id: 2)
            + Wire.input([9, 9, 9], id: 2)
        peer.send(Wire.begin(keep: true))
        peer.send(phase == "head" ? other + parameters : parameters + other)
        // After the other request's last, empty record, nothing of the first may be lost.
        peer.send(Wire.record(5, [1, 2]) + other + Wire.record(5, [3]) + Wire.record(5))
        let refused = try #require(peer.record())
        #expect(refused.kind == 3 && refused.id == 2 && refused.content[4] == 1)
        #expect(peer.answer().text == "3 bytes, sum 6")
        peer.send(Wire.request("/"))
        #expect(peer.answer().text == "hello")
    }

    @Test func `forgets a request that is aborted before it was complete`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        peer.send(Wire.begin(keep: true) + Wire.record(4, Wire.pair("A", "b")) + Wire.abort())
        #expect(peer.answer() == Peer.Answer(text: "", byteCount: 0, end: 0))
        peer.send(Wire.request("/"))
        #expect(peer.answer().text == "hello")
    }

    @Test func `ends the body of a request that is aborted`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        peer.send(
            Wire.begin(keep: true)
                + Wire.parameters([("SCRIPT_NAME", "/body"), ("QUERY_STRING", "1000")])
                + Wire.record(5, [1, 2]) + Wire.abort()
        )
        #expect(peer.answer().text == "error: bodyTruncated")
        peer.send(Wire.request("/"))
        #expect(peer.answer().text == "hello")
    }

    @Test(arguments: [(UInt8(2), true), (2, false), (3, false), (99, true)])
    func `refuses other roles than the responder's`(role: UInt8, keep: Bool) throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        peer.send(Wire.begin(role: role, keep: keep))
        #expect(peer.answer().end == 3)
        guard keep else {
            #expect(try #require(peer.timeToClose()) < .seconds(2))
            return
        }
        peer.send(MalformedFastCGI.path + Wire.input([]) + Wire.request("/"))
        #expect(peer.answer().text == "hello")
    }

    @Test func `tells what it can do`() throws {
        let fixture = try FixtureProcess(threads: 3)
        let peer = try fixture.connect()
        // Asked ten times over: libfcgi would write beyond its buffer.
        let names = ["FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS", "OTHER"]
        peer.send(Wire.getValues((0..<10).flatMap { _ in names }))
        let record = try #require(peer.record())
        #expect(record.kind == 10 && record.id == 0)
        #expect(
            record.content
                == Wire.pair("FCGI_MAX_CONNS", "3") + Wire.pair("FCGI_MAX_REQS", "3")
                + Wire.pair("FCGI_MPXS_CONNS", "0")
        )
        peer.send(Wire.request("/"))
        #expect(peer.answer().text == "hello")
    }

    @Test func `passes over management records that it does not know, wherever they come`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let peer = try fixture.connect()
        let unknown = Wire.record(77, id: 0, padding: 5, [1, 2, 3])
        peer.send(
            unknown + Wire.begin() + unknown
                + Wire.parameters([("SCRIPT_NAME", "/body"), ("QUERY_STRING", "100")])
                + Wire.record(5, [1]) + unknown + Wire.record(5, [2]) + Wire.record(5)
        )
        for _ in 0..<3 {
            let record = try #require(peer.record())
            #expect(record.kind == 11 && record.content[0] == 77)
        }
        #expect(peer.answer().text == "2 bytes, sum 3")
    }
}
