import Crypto
import People
import Testing
import Web

@Suite struct `The cookie of a browser that was let in` {
    private let cookie: DeviceCookie

    init() throws {
        let key = try SealingKey([UInt8](repeating: 7, count: SealingKey.length))
        cookie = try #require(DeviceCookie(sealedWith: key, publicURL: "https://sms.example"))
    }

    private func request(_ cookie: String) -> Request {
        Request(method: .post, path: "/", headers: ["cookie": cookie])
    }

    private func pair(for email: String) -> String {
        String(cookie.header(for: email).prefix { $0 != ";" })
    }

    @Test func `is known for the account that it was given for, whatever the case`() {
        let pair = pair(for: "Ada@example.com")
        #expect(cookie.device(in: request(pair), of: "ada@example.com") != nil)
        #expect(cookie.device(in: request(pair), of: "eve@example.com") == nil)
    }

    @Test func `cannot be made up`() throws {
        let other = try SealingKey([UInt8](repeating: 8, count: SealingKey.length))
        let forger = try #require(DeviceCookie(sealedWith: other, publicURL: "https://sms.example"))
        let forged = String(forger.header(for: "ada@example.com").prefix { $0 != ";" })
        for pair in [
            forged, "__Host-sms-device=", "__Host-sms-device=a.b", "__Host-sms-device=.", "",
        ] {
            #expect(cookie.device(in: request(pair), of: "ada@example.com") == nil, "\(pair)")
        }
        let changed = pair(for: "ada@example.com") + "A"
        #expect(cookie.device(in: request(changed), of: "ada@example.com") == nil)
    }

    @Test func `is for browsers alone, and over HTTPS where there is HTTPS`() throws {
        let header = cookie.header(for: "ada@example.com")
        #expect(header.hasPrefix("__Host-sms-device=") && header.hasSuffix("; Secure"))
        #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict"))
        #expect(!header.contains("ada"))
        let key = try SealingKey([UInt8](repeating: 7, count: SealingKey.length))
        let plain = DeviceCookie(sealedWith: key, publicURL: "http://localhost:8080")
        #expect(plain?.header(for: "a@b.example").hasSuffix("SameSite=Strict") == true)
        #expect(DeviceCookie(sealedWith: nil, publicURL: "http://localhost:8080") == nil)
    }
}
