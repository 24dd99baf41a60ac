import Glibc
import Testing

@testable import FunctionRuntime

private struct Mishap: Error, CustomStringConvertible {
    let description = "it went wrong"
}

private let tool = Tool(
    "admin",
    "Looks after it.",
    commands: [
        .init("greet NAME", "Says hello.") { arguments, _ in print("hello \(arguments[0])") },
        .init("fail", "Goes wrong.") { _, _ in throw Mishap() },
    ]
)

extension ExitTest.Result {
    fileprivate var output: String { String(decoding: standardOutputContent, as: UTF8.self) }
    fileprivate var complaint: String { String(decoding: standardErrorContent, as: UTF8.self) }
}

@Suite struct `A tool` {
    @Test func `does what its words say`() async {
        let result = await #expect(
            processExitsWith: .exitCode(EX_OK),
            observing: [\.standardOutputContent]
        ) {
            setenv("DATABASE_URL", "postgresql:///x", 1)
            tool.run(["greet", "Ada"])
        }
        #expect(result?.output == "hello Ada\n")
    }

    @Test func `explains itself to whoever says something else`() async {
        let result = await #expect(
            processExitsWith: .exitCode(EX_USAGE),
            observing: [\.standardErrorContent]
        ) { tool.run(["greet"]) }
        #expect(result?.complaint.contains("  admin greet NAME\n      Says hello.\n") == true)
        await #expect(processExitsWith: .exitCode(EX_USAGE)) { tool.run([]) }
        await #expect(processExitsWith: .exitCode(EX_USAGE)) { tool.run(["dance"]) }
    }

    @Test func `says what went wrong`() async {
        let result = await #expect(
            processExitsWith: .exitCode(EX_DATAERR),
            observing: [\.standardErrorContent]
        ) {
            setenv("DATABASE_URL", "postgresql:///x", 1)
            tool.run(["fail"])
        }
        #expect(result?.complaint == "admin: it went wrong\n")
    }

    @Test func `shows its manifest without any setting`() async {
        let result = await #expect(
            processExitsWith: .exitCode(EX_OK),
            observing: [\.standardOutputContent]
        ) {
            unsetenv("DATABASE_URL")
            tool.run(["--manifest"])
        }
        #expect(result?.output.contains(#""kind":"tool""#) == true)
    }
}

@Suite struct `A program` {
    @Test func `does not start without its settings, and names each`() async {
        let result = await #expect(
            processExitsWith: .exitCode(78),
            observing: [\.standardErrorContent]
        ) {
            unsetenv("DATABASE_URL")
            setenv("DATABASE_POOL_MAX", "many", 1)
            Worker("worker", "Works.") { _ in [] }.run()
        }
        #expect(
            result?.complaint == """
                worker: DATABASE_URL is not set: The libpq URL of the database.
                worker: DATABASE_POOL_MAX must be a whole number from 1 to 200

                """
        )
    }
}
