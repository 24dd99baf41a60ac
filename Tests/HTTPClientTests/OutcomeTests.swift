import Glibc
import HTTPClient
import TestSupport
import Testing

/// The heart of never texting twice: only what certainly reached nobody may simply be repeated.
@Suite struct `The outcome of a request` {
    @Test func `is an answer with its status, headers and body`() throws {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After:  7 \r\n")
            peer.write("Content-Length: 2\r\n\r\nhm")
        }
        defer { server.stop() }
        let answer = try answer(HTTPClient.send(.post(server.url)))
        #expect(answer.status == 429)
        #expect(answer.header("retry-after") == "7")
        #expect(answer.body == Array("hm".utf8))
    }

    @Test func `is not sent when the connection is refused`() {
        let port = SocketServer.unusedPort()
        expectNotSent(.post("http://127.0.0.1:\(port)/"), .couldNotConnect)
    }

    @Test func `is not sent when the name does not exist`() {
        expectNotSent(.post("http://nowhere.invalid/"), .couldNotResolve)
    }

    @Test func `is not sent when connecting takes too long`() {
        // Nobody accepts: two connections fill a backlog of one, and further SYNs are dropped.
        let (descriptor, port) = SocketServer.listen(backlog: 0)
        let fillers = (0..<4).map { _ in startConnecting(to: port) }
        defer { for filler in fillers + [descriptor] { close(filler) } }
        var request = HTTPRequest.post("http://127.0.0.1:\(port)/")
        request.connectTimeoutMilliseconds = 200
        expectNotSent(request, .timeout)
    }

    @Test func `is not sent when its time is over before it is written`() {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let client = MultiClient()
        var request = HTTPRequest.post(server.url)
        let end = ContinuousClock.now + .milliseconds(20)
        request.writeBefore = end
        client.submit(request, tag: 1)
        // As if the process were frozen between the two.
        while ContinuousClock.now < end {}
        var outcomes: [HTTPOutcome] = []
        while outcomes.isEmpty {
            outcomes = client.poll(timeoutMilliseconds: 1_000).map(\.outcome)
        }
        expectNotSent(outcomes[0], .tooLate)
        #expect(!server.received.joined().contains("body"))
        request.writeBefore = .now + .seconds(60)
        #expect(throws: Never.self) { try answer(HTTPClient.send(request)) }
    }

    @Test func `is not sent when the peer does not speak TLS`() {
        let server = SocketServer { $0.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
        defer { server.stop() }
        expectNotSent(.post("https://127.0.0.1:\(server.port)/"), .tls)
        #expect(!server.received.joined().contains("body"))
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "http://a b/", "", "http://[::1"])
    func `is not sent when the URL will not do`(_ url: String) {
        expectNotSent(.post(url), .malformedRequest)
    }

    @Test(arguments: [
        HTTPHeader("X-A", "1\r\nX-B: 2"), HTTPHeader("X-A", "\u{0}"), HTTPHeader("X A", "1"),
        HTTPHeader("", "1"), HTTPHeader("X:A", "1"),
    ])
    func `is not sent when a header would smuggle`(_ header: HTTPHeader) {
        var request = HTTPRequest.post("http://127.0.0.1:1/")
        request.headers = [header]
        expectNotSent(request, .malformedRequest)
    }

    @Test func `is ambiguous when the peer resets after reading the request`() {
        expectAmbiguous(.connectionLost) { peer in
            peer.readRequest()
            peer.reset()
        }
    }

    @Test func `is ambiguous when the peer closes without an answer`() {
        expectAmbiguous(.noAnswer) { $0.readRequest() }
    }

    @Test func `is ambiguous when half an answer arrives`() {
        expectAmbiguous(.answerTruncated) { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nhalf")
        }
    }

    @Test func `is ambiguous when the head of the answer is cut off`() {
        expectAmbiguous(.answerTruncated) { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 201 Created\r\nContent-Le")
        }
    }

    @Test func `is ambiguous when the answer is rubbish`() {
        expectAmbiguous(.answerMalformed) { peer in
            peer.readRequest()
            peer.write("\u{1}\u{2}\u{3} not HTTP at all\r\n\r\n")
        }
    }

    @Test(arguments: ["Content-Length: 5000\r\n\r\n", "\r\n", "X-Long: "])
    func `is ambiguous when the answer is longer than the limit`(_ head: String) {
        expectAmbiguous(.answerTooLarge) { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\n\(head)\(String(repeating: "x", count: 5000))\r\n\r\n")
        }
    }

    @Test func `is ambiguous when the answer takes too long`() {
        expectAmbiguous(.timeout) { peer in
            peer.readRequest()
            peer.waitForEnd()
        }
    }

    @Test func `is ambiguous when the answer trickles`() {
        expectAmbiguous(.timeout) { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in 0..<100 {
                peer.write("x")
                usleep(10_000)
            }
        }
    }

    @Test func `is ambiguous when a large body was only partly written`() {
        var request = HTTPRequest.post("")
        request.body = [UInt8](repeating: 0x61, count: 8 << 20)
        expectAmbiguous(.timeout, request: request) { $0.waitBriefly() }
    }

    @Test func `does not follow a redirect`() throws {
        let server = SocketServer { peer in
            peer.readRequest()
            peer.write("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        #expect(try answer(HTTPClient.send(.post(server.url))).status == 302)
        #expect(server.received.count == 1)
    }
}

// MARK: -

extension HTTPRequest {
    static func post(_ url: String) -> HTTPRequest {
        HTTPRequest(.post, url, body: Array("body".utf8))
    }
}

extension SocketServer.Peer {
    /// Keeps the connection open without reading until well after the client's timeout.
    func waitBriefly() { usleep(600_000) }
}

func answer(_ outcome: HTTPOutcome) throws -> HTTPAnswer {
    switch outcome {
    case .answered(let answer): return answer
    case .failed(let failure): throw failure
    }
}

func expectNotSent(
    _ request: HTTPRequest,
    _ kind: HTTPFailureCause.Kind,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectNotSent(HTTPClient.send(request), kind, sourceLocation: sourceLocation)
}

private func expectNotSent(
    _ outcome: HTTPOutcome,
    _ kind: HTTPFailureCause.Kind,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard case .failed(.notSent(let cause)) = outcome else {
        Issue.record("must be notSent", sourceLocation: sourceLocation)
        return
    }
    #expect(cause.kind == kind, sourceLocation: sourceLocation)
}

private func expectAmbiguous(
    _ kinds: HTTPFailureCause.Kind...,
    request: HTTPRequest = .post(""),
    sourceLocation: SourceLocation = #_sourceLocation,
    peer: @escaping @Sendable (SocketServer.Peer) -> Void
) {
    let server = SocketServer(serve: peer)
    defer { server.stop() }
    var request = request
    request.url = server.url
    request.totalTimeoutMilliseconds = 300
    request.responseByteCountMax = 4096
    let outcome = HTTPClient.send(request)
    guard case .failed(.ambiguous(let cause)) = outcome else {
        Issue.record("must be ambiguous, is \(outcome)", sourceLocation: sourceLocation)
        return
    }
    #expect(kinds.contains(cause.kind), "\(cause)", sourceLocation: sourceLocation)
}

/// A connection attempt that is left in whatever state the full backlog leaves it.
private func startConnecting(to port: UInt16) -> Int32 {
    let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_INET, flags, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    return descriptor
}
