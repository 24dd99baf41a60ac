import FunctionRuntime
import Store
import Web

/// Who looks after the businesses of the installation: nobody can say so but on the host.
enum PlatformCommands {
    static let commands: [Tool.Command] = [
        .init(
            "give-platform EMAIL",
            "Lets an owner of the first business make, suspend and remove businesses."
        ) { arguments, database in
            let outcome = try database.forAll { connection in
                try PlatformOwners.give(to: arguments[0], on: &connection)
            }
            guard outcome != .unknown else {
                throw ToolProblem("\(arguments[0]) is no owner of the first business")
            }
        },
        .init("take-platform EMAIL", "Takes that away.") { arguments, database in
            let outcome = try database.forAll { connection in
                try PlatformOwners.take(from: arguments[0], on: &connection)
            }
            guard outcome == .done else {
                throw ToolProblem("\(arguments[0]) does not own the platform")
            }
        },
    ]
}
