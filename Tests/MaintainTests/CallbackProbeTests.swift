import Messaging
import TestSupport
import Testing

@testable import maintain

@Suite struct `A probe of the way of callbacks` {
    private func answering(_ text: String) -> SocketServer {
        SocketServer { peer in
            peer.readRequest()
            peer.write(text)
        }
    }

    private func problem(_ status: String, code: String) -> String {
        let body = "{\"code\":\"\(code)\"}"
        return "HTTP/1.1 \(status)\r\nContent-Type: application/problem+json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func faultyHop(behind server: SocketServer) -> CallbackHop? {
        defer { server.stop() }
        return CallbackProbe(address: "\(server.url)webhook/status").faultyHop()
    }

    @Test func `finds nothing where the function refuses it`() {
        let server = answering(problem("403 Forbidden", code: "bad-signature"))
        #expect(faultyHop(behind: server) == nil)
        #expect(server.received.first?.hasPrefix("POST /webhook/status HTTP/1.1") == true)
    }

    @Test func `names the name`() {
        #expect(CallbackProbe(address: "http://nowhere.invalid/").faultyHop() == .dns)
    }

    @Test func `names the connection`() {
        let port = SocketServer.unusedPort()
        #expect(CallbackProbe(address: "http://127.0.0.1:\(port)/").faultyHop() == .connection)
    }

    @Test func `names the encryption`() {
        let server = SocketServer { $0.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
        defer { server.stop() }
        #expect(CallbackProbe(address: "https://127.0.0.1:\(server.port)/").faultyHop() == .tls)
    }

    @Test(arguments: ["502 Bad Gateway", "503 Service Unavailable", "500 Internal Server Error"])
    func `names the function`(_ status: String) {
        let server = answering(problem(status, code: "function-away"))
        #expect(faultyHop(behind: server) == .function)
    }

    @Test(arguments: [
        // Another server, which knows no such page.
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        // A wall before the gateway.
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
        // A proxy whose upstream is away.
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
        // Providers do not follow with the same signature.
        "HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n", "",
    ])
    func `names the gateway`(_ answer: String) {
        #expect(faultyHop(behind: answering(answer)) == .gateway)
    }
}
