import Glibc
import Testing

/// What a process does that is told to leave.
@Suite struct `Stopping a FastCGI server` {
    @Test(arguments: [SIGTERM, SIGINT])
    func `ends an idle process at once, exit code 0`(number: Int32) throws {
        let fixture = try FixtureProcess(threads: 16)
        #expect(try fixture.isWell())
        fixture.signal(number)
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test func `works however early and however often it is asked`() throws {
        for delay in 0..<30 {
            let fixture = try FixtureProcess(threads: 8)
            #expect(try fixture.isWell())
            usleep(UInt32(delay) * 50)
            for _ in 0..<3 { fixture.signal(SIGTERM) }
            #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
        }
    }

    @Test(arguments: [false, true])
    func `finishes the request in progress`(keep: Bool) throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        let peer = try fixture.connect()
        peer.send(Wire.request("/sleep", query: "500", keep: keep))
        usleep(100_000)
        fixture.signal(SIGTERM)
        #expect(peer.answer() == Peer.Answer(text: "slept", byteCount: 5, end: 0))
        #expect(peer.timeToClose() != nil)
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test func `takes in the body of a request that has begun`() throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        let peer = try fixture.connect()
        let bytes = Wire.request("/body", query: "9", body: [1, 2, 3])
        peer.send(Wire.Bytes(bytes.prefix(40)))
        usleep(50_000)
        fixture.signal(SIGTERM)
        usleep(50_000)
        peer.send(Wire.Bytes(bytes.dropFirst(40)))
        #expect(peer.answer().text == "3 bytes, sum 6")
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test func `serves a connection that was taken but had not begun to send`() throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        let peer = try fixture.connect()
        usleep(20_000)
        fixture.signal(SIGTERM)
        usleep(20_000)
        peer.send(Wire.request("/"))
        #expect(peer.answer().text == "hello")
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test func `closes idle connections`() throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        let peers = try (0..<20).map { _ in try fixture.connect() }
        for peer in peers.prefix(10) {
            peer.send(Wire.request("/", keep: true))
            #expect(peer.answer().text == "hello")
        }
        usleep(100_000)
        fixture.signal(SIGTERM)
        for peer in peers { #expect(peer.timeToClose() != nil) }
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test func `waits only a moment for a request that was half sent`() throws {
        let fixture = try FixtureProcess(readTimeoutMilliseconds: 60_000)
        #expect(try fixture.isWell())
        let peer = try fixture.connect()
        peer.send(Wire.Bytes(Wire.request("/").prefix(20)))
        usleep(50_000)
        fixture.signal(SIGTERM)
        #expect(fixture.exitCode(withinMilliseconds: 2_500) == 0)
    }

    @Test func `leaves queued connections to the next process, so that none fails`() throws {
        let fixture = try FixtureProcess(threads: 2)
        #expect(try fixture.isWell())
        let other = try fixture.startAnother()
        defer {
            kill(other, SIGKILL)
            waitpid(other, nil, 0)
        }
        for round in 0..<40 {
            let peers = try (0..<10).map { _ in try fixture.connect() }
            if round == 20 { fixture.signal(SIGTERM) }
            for peer in peers { peer.send(Wire.request("/sleep", query: "1")) }
            for peer in peers { #expect(peer.answer().text == "slept") }
        }
        #expect(fixture.exitCode(withinMilliseconds: 1_000) == 0)
    }

    @Test(arguments: [SIGPIPE, SIGCHLD])
    func `is not brought about by other signals`(number: Int32) throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        fixture.signal(number)
        usleep(20_000)
        #expect(try fixture.isWell())
    }
}
