private import Glibc

/// The environment of a process, read once at its start.
package struct Settings: Sendable {
    private let environment: [String: String]

    package init(_ environment: [String: String]) { self.environment = environment }

    /// The variables of this process.
    package static var ofProcess: Settings {
        var variables: [String: String] = [:]
        var cursor = environ
        while let entry = cursor.pointee {
            let halves = String(cString: entry).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if halves.count == 2 { variables[String(halves[0])] = String(halves[1]) }
            cursor += 1
        }
        return Settings(variables)
    }

    package func value<Value>(_ setting: Setting<Value>) throws(SettingProblem) -> Value {
        try setting.value(in: environment)
    }

    /// What keeps these settings from being read, all at once.
    package func problems(with settings: [any DescribedSetting]) -> [SettingProblem] {
        settings.compactMap { $0.problem(in: environment) }
    }
}
