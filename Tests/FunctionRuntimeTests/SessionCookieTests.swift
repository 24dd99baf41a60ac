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
        let plain = SessionCookie(token, publicURL: "http://localhost").header(seconds: 60)
        #expect(
            plain == "sms-session=\(token.text); Path=/; Max-Age=60; HttpOnly; SameSite=Strict"
        )
        let secure = SessionCookie.removal(publicURL: "https://a.example")
        #expect(
            secure == "__Host-sms-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"
        )
    }

    @Test(arguments: ["http://localhost", "https://a.example"])
    func `comes back as it went`(_ publicURL: String) {
        let cookie = SessionCookie(token, publicURL: publicURL)
        let sent = cookie.header(seconds: 60).prefix { $0 != ";" }
        let found = SessionCookie(in: request("theme=dark; \(sent)"))
        #expect(found?.token == token)
        #expect(found?.hash == cookie.hash)
    }

    @Test func `of the secure name wins`() {
        let other = Token.generate()
        let cookies = "sms-session=\(other.text); __Host-sms-session=\(token.text)"
        #expect(SessionCookie(in: request(cookies))?.token == token)
    }

    @Test func `of the secure name opens nothing under the plain one`() {
        let planted = SessionCookie(in: request("sms-session=\(token.text)"))
        #expect(planted?.hash != SessionCookie(token, publicURL: "https://a.example").hash)
    }

    @Test(arguments: ["", "sms-session=", "sms-session=short", "sms-session=' OR 1=1 --", "x=y"])
    func `that is no token is none`(_ cookie: String) {
        #expect(SessionCookie(in: request(cookie)) == nil)
    }
}
