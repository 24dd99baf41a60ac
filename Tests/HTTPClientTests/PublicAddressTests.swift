import TestSupport
import Testing

@testable import HTTPClient

@Suite struct `A URL that a stranger chose` {
    @Test(arguments: [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
    ])
    func `does not reach`(_ address: String) throws {
        #expect(try #require(NetworkAddress(parsing: address)).isInternal)
    }

    @Test(arguments: [
        "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "11.0.0.1",
        "169.253.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111", "2a00:1450::1",
    ])
    func `may reach`(_ address: String) throws {
        #expect(try !#require(NetworkAddress(parsing: address)).isInternal)
    }

    /// libcurl reads numbers as addresses in more ways than one.
    @Test(arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
    func `is not asked when it leads inside`(_ host: String) {
        let server = SocketServer { $0.answer("secret") }
        defer { server.stop() }
        var request = HTTPRequest(.post, "http://\(host):\(server.port)/", body: [1])
        request.toPublicAddressesOnly = true
        guard case .failed(.notSent(let cause)) = HTTPClient.send(request) else {
            Issue.record("must be notSent")
            return
        }
        #expect(cause.kind == .forbiddenAddress)
        #expect(server.received.isEmpty)
    }

    @Test func `is told to lead inside before anything is sent`() {
        #expect(WebAddress("http://127.0.0.1/x")?.isInternal == true)
        #expect(WebAddress("http://[::1]:80/x")?.isInternal == true)
        #expect(WebAddress("http://localhost/x")?.isInternal == true)
        #expect(WebAddress("https://nowhere.invalid/")?.isInternal == nil)
        #expect(WebAddress("https://8.8.8.8/hook")?.isInternal == false)
    }

    @Test(arguments: [
        "", "ftp://example.com", "file:///etc/passwd", "https://", "https://ann:word@example.com",
        "https://exa mple.com", "example.com/x", "gopher://127.0.0.1",
        "https://example.com/\r\nX: 1",
    ])
    func `is a web address and nothing else`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }
}
