import FunctionRuntime
import Testing

private let address = Setting<String>.text("ADDRESS", "Where it is.", secret: true)
private let count = Setting<Int>.integer("COUNT", 1...9, or: 3, "How many.")
private let sender = Setting<String?>.optionalText("SENDER", "Who sends.")

@Suite struct `The settings` {
    @Test func `are read into values`() throws {
        let settings = Settings(["ADDRESS": "here", "COUNT": "5", "SENDER": "Ada", "OTHER": "x"])
        #expect(try settings.value(address) == "here")
        #expect(try settings.value(count) == 5)
        #expect(try settings.value(sender) == "Ada")
    }

    @Test(arguments: [[:], ["ADDRESS": "here", "COUNT": "", "SENDER": ""]])
    func `fall back when they are not set, or empty`(_ environment: [String: String]) throws {
        let settings = Settings(environment)
        #expect(try settings.value(count) == 3)
        #expect(try settings.value(sender) == nil)
    }

    @Test func `say all that is wrong with them at once, in words for an administrator`() {
        let settings = Settings(["COUNT": "10", "SENDER": "ok"])
        let problems = settings.problems(with: [address, count, sender])
        #expect(
            problems.map(\.description) == [
                "ADDRESS is not set: Where it is.", "COUNT must be a whole number from 1 to 9",
            ]
        )
        #expect(Settings(["ADDRESS": "x"]).problems(with: [address, count, sender]).isEmpty)
    }

    @Test func `are required unless they fall back`() {
        #expect(address.isRequired)
        #expect(address.isSecret)
        #expect(!count.isRequired)
        #expect(!sender.isRequired)
    }

    @Test func `of the process are its environment`() throws {
        #expect(try !Settings.ofProcess.value(.text("PATH", "Where programs are.")).isEmpty)
    }

    @Test(arguments: [
        ("http://localhost:8080", true), ("https://sms.example.com", true),
        ("https://[::1]:8443", true),
        ("sms.example.com", false), ("ftp://sms.example.com", false), ("https://", false),
        ("http://", false), ("https://sms.example.com/", false), ("https://a/b", false),
        ("https://a?b", false), ("HTTPS://a", false), ("http:/a", false),
    ])
    func `take a public address without a path`(_ text: String, _ isTaken: Bool) {
        let problems = Settings(["PUBLIC_URL": text]).problems(with: [Setting<String>.publicURL])
        #expect(problems.isEmpty == isTaken)
    }

    @Test(arguments: [("on", true), ("off", false), ("", true)])
    func `switch named statements`(_ text: String, _ isOn: Bool) throws {
        let settings = Settings(["DATABASE_NAMED_STATEMENTS": text])
        #expect(try settings.value(.databaseNamedStatements) == isOn)
    }

    @Test(arguments: ["yes", "ON", "1", "true"])
    func `switch named statements by two words only`(_ text: String) {
        let settings = Settings(["DATABASE_NAMED_STATEMENTS": text])
        #expect(throws: SettingProblem.self) { try settings.value(.databaseNamedStatements) }
    }

    @Test(arguments: ["0", "201", "8 ", "eight", "-1", "1e1"])
    func `bound the pool`(_ text: String) {
        let settings = Settings(["DATABASE_POOL_MAX": text])
        #expect(throws: SettingProblem.self) { try settings.value(.databasePoolMax) }
    }
}
