import Glibc
import Testing

/// What no peer should send: the connection ends, and nothing else does.
@Suite("Malformed FastCGI") struct MalformedFastCGI {
    static let path = Wire.parameters([("SCRIPT_NAME", "/")])

    static let connectionsThatEnd: [(String, Wire.Bytes)] = [
        ("garbage", Wire.Bytes("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n".utf8)),
        ("zeros", Wire.Bytes(repeating: 0, count: 4096)),
        ("ones", Wire.Bytes(repeating: 0xff, count: 4096)),
        ("another version", Wire.record(1, version: 2, [0, 1, 0, 0, 0, 0, 0, 0])),
        ("a beginning too short", Wire.record(1, [0, 1, 0])),
        ("a beginning too long", Wire.record(1, Wire.Bytes(repeating: 0, count: 9))),
        ("a beginning within a request", Wire.begin() + Wire.begin()),
        ("a body before the parameters", Wire.begin() + Wire.input([1])),
        ("an unknown record for the request", Wire.begin() + Wire.record(42, [1, 2])),
        ("an answer's record", Wire.begin() + Wire.record(6, [1, 2])),
        ("a parameter longer than sent", Wire.begin() + Wire.stream(4, [5, 200, 65])),
        ("a name of 2 GiB", Wire.begin() + Wire.stream(4, [0xff, 0xff, 0xff, 0xff, 1, 65, 66])),
        (
            "name and value whose lengths overflow together",
            Wire.begin() + Wire.stream(4, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 65])
        ),
        ("half a length", Wire.begin() + Wire.stream(4, [0x80, 0, 0])),
        ("a name without a value's length", Wire.begin() + Wire.stream(4, [3])),
        ("an empty name", Wire.begin() + Wire.stream(4, [0, 1, 65])),
        ("NUL in a name", Wire.begin() + Wire.parameters([("A\0", "b")])),
        ("NUL in a value", Wire.begin() + Wire.parameters([("A", "b\0c")])),
        ("an equals sign in a name", Wire.begin() + Wire.parameters([("A=b", "c")])),
        (
            "too many parameters",
            Wire.begin()
                + Wire.parameters([("A", String(repeating: "a", count: 300_000))])
        ),
        ("values asked for by NUL", Wire.getValues(["\0"])),
        ("values whose lengths lie", Wire.record(9, id: 0, [200, 0])),
        (
            "values asked for at length",
            Wire.record(9, id: 0, Wire.Bytes(repeating: 65, count: 60_000))
        ),
    ]

    @Test(arguments: connectionsThatEnd)
    func `ends the connection at once`(_ case: String, _ bytes: Wire.Bytes) throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        peer.send(bytes)
        #expect(try #require(peer.timeToClose()) < .seconds(2))
        #expect(try fixture.isWell())
    }

    @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 24, 30, 40, 70])
    func `may break off anywhere`(after count: Int) throws {
        let fixture = try FixtureProcess()
        let bytes = Wire.request("/body", query: "100", body: [1, 2, 3]).prefix(count)
        let peer = try fixture.connect()
        peer.send(Wire.Bytes(bytes))
        peer.stopSending()
        #expect(try #require(peer.timeToClose()) < .seconds(2))
        #expect(try fixture.isWell())
    }

    @Test func `is seen by the handler when the body breaks off`() throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        peer.send(
            Wire.begin()
                + Wire.parameters([("SCRIPT_NAME", "/body"), ("QUERY_STRING", "1000")])
                + Wire.record(5, [1, 2, 3])
        )
        peer.stopSending()
        #expect(peer.answer().text == "error: bodyTruncated")
    }

    @Test func `leaves nothing behind for the next request`() throws {
        let fixture = try FixtureProcess(threads: 1)
        let head = Wire.parameters([("SCRIPT_NAME", "/body"), ("QUERY_STRING", "1000")])
        for count in [9, 20, 58] {
            let broken = try fixture.connect()
            let record = Wire.record(5, padding: 10, Wire.Bytes(repeating: 9, count: 40))
            broken.send(Wire.begin() + head + Wire.Bytes(record.prefix(count)))
            broken.stopSending()
            #expect(broken.answer().text == "error: bodyTruncated")
            let answer = try fixture.answer(to: Wire.begin() + head + Wire.input([1, 2, 3]))
            #expect(answer.text == "3 bytes, sum 6")
        }
    }

    @Test(arguments: [
        Wire.record(5, [1]),  // of no request
        Wire.begin(keep: true) + Wire.abort(),
        Wire.begin(role: 9, keep: true),
    ])
    func `cannot go on for ever`(_ bytes: Wire.Bytes) throws {
        let fixture = try FixtureProcess(threads: 1, readTimeoutMilliseconds: 500)
        let peer = try fixture.connect()
        for _ in 0..<10_000 {
            guard peer.send(bytes) else { break }
        }
        #expect(try #require(peer.timeToClose()) < .seconds(2))
        #expect(try fixture.isWell())
    }

    @Test(arguments: [1, 8, 12, 16, 30, 70, 90])
    func `holds a thread no longer than the read timeout when half is sent`(count: Int) throws {
        let fixture = try FixtureProcess(threads: 1, readTimeoutMilliseconds: 200)
        let peer = try fixture.connect()
        peer.send(Wire.Bytes(Wire.request("/body", query: "100", body: [1, 2, 3]).prefix(count)))
        #expect(try #require(peer.timeToClose()) < .seconds(2))
        #expect(try fixture.isWell())
    }

    @Test func `holds a thread no longer when it comes byte by byte`() throws {
        let fixture = try FixtureProcess(threads: 1, readTimeoutMilliseconds: 200)
        let peer = try fixture.connect()
        let began = ContinuousClock.now
        for byte in Wire.request("/") + Wire.Bytes(repeating: 0, count: 1000) {
            guard peer.send([byte]) else { break }
            usleep(10_000)
        }
        #expect(ContinuousClock.now - began < .seconds(2))
        #expect(try fixture.isWell())
    }

    @Test func `does not fill memory or hold a thread with records of the connection itself`()
        throws
    {
        let fixture = try FixtureProcess(threads: 1, readTimeoutMilliseconds: 500)
        let peer = try fixture.connect()
        for _ in 0..<100_000 {
            guard peer.send(Wire.getValues(["FCGI_MAX_CONNS"])) else { break }
        }
        #expect(try fixture.isWell())
    }

    @Test func `of random bytes does no harm`() throws {
        let fixture = try FixtureProcess(readTimeoutMilliseconds: 50)
        var random = SystemRandomNumberGenerator()
        for round in 0..<300 {
            var bytes = Wire.request("/body", query: "1000", body: [1, 2, 3], keep: true)
            for _ in 0...(round % 5) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            let peer = try fixture.connect()
            peer.send(bytes)
            peer.stopSending()
            #expect(peer.timeToClose() != nil, "\(bytes)")
        }
        #expect(try fixture.isWell())
    }
}
