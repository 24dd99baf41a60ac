import Passwords
import Testing

@Suite struct `A password` {
    private func objection(_ password: String) -> String? {
        PasswordRule.objection(to: password, of: "grace.hopper@example.com")
    }

    @Test(arguments: [
        "violet otter kettle 41", "Tr0ub4dor&3 and then some", "пароль который никто не знает",
        "correcthorsebatterystaple", "𝕳𝖊𝖑𝖑𝖔 𝖜𝖔𝖗𝖑𝖉 𝖆𝖌𝖆𝖎𝖓",
    ])
    func `is taken when it is long and nobody's`(password: String) {
        #expect(objection(password) == nil)
    }

    @Test(arguments: ["", "short", "elevenchars"])
    func `has twelve characters at least`(password: String) {
        #expect(objection(password)?.contains("at least 12") == true)
    }

    @Test func `has two hundred characters at most`() {
        #expect(objection(String(repeating: "ab c", count: 51))?.contains("at most 200") == true)
    }

    @Test(arguments: [
        "password1234", "passwordpassword", "aaaaaaaaaaaaaaaa", "123456789012", "abcdefghijkl",
        "qwertyuiop123456", "p@ssword1234", "Summer2026!!", "dealership2026!",
    ])
    func `is refused when it is guessed first`(password: String) {
        #expect(objection(password)?.contains("easy to guess") == true)
    }

    @Test(arguments: ["grace.hopper1906", "Hopper.Grace12", "smstracker2026"])
    func `is not its owner's address or the name of this system`(password: String) {
        #expect(objection(password)?.contains("easy to guess") == true)
    }
}
