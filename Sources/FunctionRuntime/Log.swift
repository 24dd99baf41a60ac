private import Glibc
package import Web

/// Writes events as JSON, one object a line, to standard error.
///
/// What was asked and answered is the gateway's to log; functions log what is worth a person's
/// attention. Callers pass no personal data and no secret.
package struct Log: Sendable {
    let function: String

    package init(function: String) { self.function = function }

    package enum Level: String, Sendable { case info, warning, error }

    package func write(
        _ level: Level,
        _ event: StaticString,
        requestID: String? = nil,
        _ details: KeyValuePairs<String, JSON> = [:]
    ) {
        var members: [JSON.Object.Member] = [
            .init("at", .string(Self.timestamp())),
            .init("level", .string(level.rawValue)),
            .init("function", .string(function)),
            .init("event", .string("\(event)")),
        ]
        if let requestID { members.append(.init("requestId", .string(requestID))) }
        members += details.map { JSON.Object.Member($0.key, $0.value) }
        var line = JSON.object(JSON.Object(members)).serialized
        line.append(UInt8(ascii: "\n"))
        // One write for one line: lines of several threads and processes do not mix.
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            strftime(start, 32, "%Y-%m-%dT%H:%M:%S", &parts)
            let thousandths = String(now.tv_nsec / 1_000_000 + 1000).dropFirst()
            return "\(String(cString: start)).\(thousandths)Z"
        }
    }
}
