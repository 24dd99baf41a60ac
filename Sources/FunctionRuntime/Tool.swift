private import Glibc
package import Store

/// A program that an administrator runs by hand, with words for commands.
package struct Tool: Sendable {
    private let name: String
    private let summary: String
    private let settings: [any DescribedSetting]
    private let commands: [Command]

    package struct Command: Sendable {
        let words: [Substring]
        let summary: String
        let action: @Sendable ([String], Platform) throws -> Void

        /// The usage is the command's word, then its arguments in capitals.
        package init(
            _ usage: String,
            _ summary: String,
            action: @escaping @Sendable ([String], Database) throws -> Void
        ) {
            words = usage.split(separator: " ")
            self.summary = summary
            self.action = { arguments, platform in try action(arguments, platform.database) }
        }

        /// A command that needs more of the tool than the database.
        package init(
            _ usage: String,
            _ summary: String,
            on _: Platform.Type,
            action: @escaping @Sendable ([String], Platform) throws -> Void
        ) {
            words = usage.split(separator: " ")
            self.summary = summary
            self.action = action
        }
    }

    package init(
        _ name: String,
        _ summary: String,
        settings: [any DescribedSetting] = [],
        commands: [Command]
    ) {
        self.name = name
        self.summary = summary
        self.settings = Program.settings(database: .owner) + settings
        self.commands = commands
    }

    package func run() -> Never { run(CommandLine.words) }

    func run(_ arguments: [String]) -> Never {
        Program.printManifestIfAsked(
            Manifest(
                name: name,
                kind: .tool,
                summary: summary,
                gateway: .internal,
                threads: 1,
                processes: 0,
                databaseRole: .owner,
                settings: settings,
                routes: []
            ),
            by: arguments
        )
        guard let command = commands.first(where: { $0.words[0] == arguments.first ?? "" }),
            arguments.count == command.words.count
        else { explain() }
        let program = Program(name: name, settings: settings, database: .owner)
        do {
            try command.action(Array(arguments.dropFirst()), program.build { $0 })
            exit(EX_OK)
        } catch {
            complain("\(name): \(error)")
            exit(EX_DATAERR)
        }
    }

    private func explain() -> Never {
        complain("\(summary)")
        for command in commands {
            complain("  \(name) \(command.words.joined(separator: " "))")
            complain("      \(command.summary)")
        }
        exit(EX_USAGE)
    }
}

/// What an administrator did wrong.
package struct ToolProblem: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
