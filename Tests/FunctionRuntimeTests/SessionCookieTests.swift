import Crypto
import FunctionRuntime
import Testing
import Web

@Suite struct `A session's cookie` {
    private let token = Token.generate()

    private func request(_ cookie: String) -> Request {
        Request(method: .get, path: "/", headers: ["cookie": cookie])
    }

    @Test func `is kept from scripts and other sites`() {
        let plain = SessionCookie.header(token: "t", seconds: 60, publicURL: "http://localhost")
        #expect(plain == "sms-session=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict")
        let secure = SessionCookie.header(token: "", seconds: 0, publicURL: "https://a.example")
        #expect(
            secure == "__Host-sms-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"
        )
    }

    @Test(arguments: ["http://localhost", "https://a.example"])
    func `comes back as the token`(_ publicURL: String) {
        let header = SessionCookie.header(token: token.text, seconds: 60, publicURL: publicURL)
        let cookie = header.prefix { $0 != ";" }
        #expect(SessionCookie.token(in: request("theme=dark; \(cookie)")) == token)
    }

    @Test func `of the secure name wins`() {
        let other = Token.generate()
        let cookies = "sms-session=\(other.text); __Host-sms-session=\(token.text)"
        #expect(SessionCookie.token(in: request(cookies)) == token)
    }

    @Test(arguments: ["", "sms-session=", "sms-session=short", "sms-session=' OR 1=1 --", "x=y"])
    func `that is no token is none`(_ cookie: String) {
        #expect(SessionCookie.token(in: request(cookie)) == nil)
    }
}
