import Glibc
import HTTPClient
import TestSupport
import Testing

@Suite struct `A multi client` {
    @Test func `uses a connection again`() throws {
        let server = SocketServer { peer in
            while peer.readRequest() { peer.answer("ok") }
        }
        defer { server.stop() }
        let client = MultiClient()
        for _ in 0..<5 { #expect(try answer(client.send(.post(server.url))).status == 200) }
        #expect(server.received.count == 1)
    }

    /// libcurl by itself repeats a request when a reused connection closes without an answer.
    ///
    /// The peer has read and perhaps obeyed it by then: the customer would get two messages.
    @Test(arguments: ["body", ""])
    func `never repeats a request that a reused connection swallowed`(_ body: String) throws {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.answer("ok")
            peer.readRequest()
        }
        defer { server.stop() }
        let client = MultiClient()
        var request = HTTPRequest.post(server.url)
        #expect(try answer(client.send(request)).status == 200)
        request.body = Array(body.utf8)
        guard case .failed(.ambiguous) = client.send(request) else {
            // Without a body the request goes on a fresh connection, where it is answered once.
            #expect(body.isEmpty)
            #expect(server.received.count == 2)
            return
        }
        #expect(server.received.joined().components(of: "POST / HTTP/1.1") == 2)
    }

    @Test func `sends again on a new connection when the idle one had been closed`() throws {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.answer("ok")
        }
        defer { server.stop() }
        let client = MultiClient()
        for _ in 0..<3 {
            #expect(try answer(client.send(.post(server.url))).status == 200)
            usleep(20_000)
        }
        #expect(server.received.count == 3)
    }

    @Test func `keeps many requests in flight and returns each with its tag`() throws {
        let server = SocketServer { peer in
            while peer.readRequest() {
                usleep(50_000)
                peer.answer("ok")
            }
        }
        defer { server.stop() }
        let client = MultiClient()
        for tag in 0..<40 { client.submit(.post(server.url), tag: tag) }
        #expect(client.inFlight == 40)
        var tags: Set<Int> = []
        let start = ContinuousClock.now
        while client.inFlight > 0 {
            for (tag, outcome) in client.poll(timeoutMilliseconds: 1_000) {
                #expect(try answer(outcome).status == 200)
                tags.insert(tag)
            }
        }
        #expect(tags == Set(0..<40))
        #expect(start.duration(to: .now) < .seconds(1), "one after another would take two seconds")
    }

    @Test func `opens no more connections to a host than allowed`() throws {
        let server = SocketServer { peer in
            while peer.readRequest() { peer.answer("ok") }
        }
        defer { server.stop() }
        let client = MultiClient(connectionCountPerHostMax: 2)
        for tag in 0..<20 { client.submit(.post(server.url), tag: tag) }
        while client.inFlight > 0 { _ = client.poll(timeoutMilliseconds: 1_000) }
        #expect(server.received.count <= 2)
    }

    @Test func `is woken by another thread`() {
        let client = MultiClient()
        let waker = client.waker
        Threads.detach {
            usleep(20_000)
            waker.wake()
        }
        let elapsed = ContinuousClock().measure { _ = client.poll(timeoutMilliseconds: 5_000) }
        #expect(elapsed < .seconds(2))
    }

    @Test func `may leave while requests are in flight`() {
        let server = SocketServer { $0.waitForEnd() }
        defer { server.stop() }
        let client = MultiClient()
        client.submit(.post(server.url), tag: 1)
        _ = client.poll(timeoutMilliseconds: 10)
    }
}

@Suite struct `A request on the wire` {
    @Test func `carries method, credentials, headers and body, and nothing libcurl made up`() throws
    {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.answer("ok")
        }
        defer { server.stop() }
        var request = HTTPRequest.post(server.url + "a?b=%2B1")
        request.headers = [HTTPHeader("X-Id", "7")]
        request.credentials = BasicCredentials(name: "AC1", password: "se:cret")
        _ = try answer(HTTPClient.send(request))
        let text = try #require(server.received.first)
        #expect(text.hasPrefix("POST /a?b=%2B1 HTTP/1.1\r\n"))
        #expect(text.contains("\r\nAuthorization: Basic QUMxOnNlOmNyZXQ=\r\n"))
        #expect(text.contains("\r\nX-Id: 7\r\n"))
        #expect(text.hasSuffix("\r\n\r\nbody"))
        #expect(!text.contains("Expect") && !text.contains("Content-Type"))
    }

    @Test(arguments: [HTTPRequest.Method.get, .delete, .put, .patch])
    func `has the method asked for`(_ method: HTTPRequest.Method) throws {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.answer("ok")
        }
        defer { server.stop() }
        _ = try answer(HTTPClient.send(HTTPRequest(method, server.url)))
        #expect(server.received.first?.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n") == true)
    }

    @Test func `hides its password from logs`() {
        #expect(!"\(BasicCredentials(name: "AC1", password: "secret"))".contains("secret"))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
