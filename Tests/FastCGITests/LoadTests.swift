import FastCGI
import Glibc
import Testing

/// Many peers, rude peers, and what they leave behind.
@Suite struct `A FastCGI server` {
    @Test func `serves 200 connections at once on 8 threads`() throws {
        let fixture = try FixtureProcess(threads: 8)
        let peers = try (0..<200).map { _ in try fixture.connect() }
        for (number, peer) in peers.enumerated() {
            peer.send(
                Wire.request(
                    "/body",
                    query: "1000",
                    body: Wire.Bytes(repeating: 1, count: number + 1)
                )
            )
        }
        for (number, peer) in peers.enumerated() {
            #expect(peer.answer().text == "\(number + 1) bytes, sum \(number + 1)")
        }
    }

    @Test func `serves as many at once as it has threads`() throws {
        let fixture = try FixtureProcess(threads: 8)
        let began = ContinuousClock.now
        let peers = try (0..<8).map { _ in try fixture.connect() }
        for peer in peers { peer.send(Wire.request("/sleep", query: "400")) }
        for peer in peers { #expect(peer.answer().text == "slept") }
        #expect(ContinuousClock.now - began < .milliseconds(1500))
    }

    @Test func `survives peers that leave before they are answered`() throws {
        let fixture = try FixtureProcess(threads: 2, readTimeoutMilliseconds: 500)
        for path in ["/large", "/sleep", "/body", "/flush"] {
            for _ in 0..<20 {
                let peer = try fixture.connect()
                peer.send(Wire.request(path, query: path == "/large" ? "5000000" : "5"))
            }
        }
        #expect(try fixture.isWell())
    }

    @Test func `gives up on a peer that does not read`() throws {
        let fixture = try FixtureProcess(threads: 1, readTimeoutMilliseconds: 200)
        let peer = try fixture.connect()
        peer.send(Wire.request("/large", query: "20000000"))
        let began = ContinuousClock.now
        #expect(try fixture.isWell())
        #expect(ContinuousClock.now - began < .seconds(3))
        #expect(peer.answer().end == nil)
    }

    @Test func `leaks no descriptor and no memory`() throws {
        let fixture = try FixtureProcess(threads: 4, readTimeoutMilliseconds: 50)
        func round() throws {
            for (_, bytes) in MalformedFastCGI.connectionsThatEnd {
                let peer = try fixture.connect()
                peer.send(bytes)
                #expect(peer.timeToClose() != nil)
            }
            for keep in [true, false] {
                for path in ["/", "/large", "/body", "/silence", "/parameters"] {
                    let peer = try fixture.connect()
                    peer.send(Wire.request(path, query: "100000", body: [1, 2], keep: keep))
                    #expect(peer.answer().end == 0)
                }
                let peer = try fixture.connect()
                peer.send(Wire.begin(keep: keep))
            }
        }
        #expect(try fixture.isWell())
        usleep(100_000)
        let descriptors = fixture.descriptorCount
        for _ in 0..<20 { try round() }
        let bytes = fixture.residentByteCount
        for _ in 0..<60 { try round() }
        for _ in 0..<500 where fixture.descriptorCount > descriptors { usleep(10_000) }
        #expect(fixture.descriptorCount <= descriptors)
        // Over 2,000 connections: one of libfcgi's buffers lost with each would be 16 MB.
        #expect(fixture.residentByteCount - bytes < 3_000_000)
    }

    @Test func `ticks about once a second`() throws {
        let fixture = try FixtureProcess()
        usleep(2_600_000)
        let ticks = try fixture.answer(to: Wire.request("/ticks")).text
        #expect(["1", "2", "3"].contains(ticks))
    }

    @Test func `refuses a descriptor that does not listen`() throws {
        #expect(throws: FastCGIError.notListening(descriptor: -1, errno: EBADF)) {
            _ = try Listener(descriptor: -1)
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        #expect(throws: FastCGIError.notListening(descriptor: descriptor, errno: 0)) {
            _ = try Listener(descriptor: descriptor)
        }
    }
}
