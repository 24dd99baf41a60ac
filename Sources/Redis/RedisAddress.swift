/// Where a Redis server is: `redis://:password@host:port/database`, all but the host as one likes.
package struct RedisAddress: Sendable, Hashable {
    package let host: String
    package let port: Int32
    let user: String?
    let password: String?
    let database: Int

    /// Nil for what is no such address; names and passwords are taken as they stand.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        var rest = text.dropFirst(Self.scheme.count)
        var (user, password): (String?, String?)
        if let at = rest.lastIndex(of: "@") {
            let halves = rest[..<at].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard halves.count == 2, !halves[1].isEmpty else { return nil }
            user = halves[0].isEmpty ? nil : String(halves[0])
            password = String(halves[1])
            rest = rest[rest.index(after: at)...]
        }
        let path = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let place = path[0].split(separator: ":", omittingEmptySubsequences: false)
        guard let database = path.count == 2 && !path[1].isEmpty ? Int(path[1]) : 0,
            (0...15).contains(database), (1...2).contains(place.count), !place[0].isEmpty,
            let port = place.count == 2 ? Int32(place[1]) : 6379, (1...65535).contains(port)
        else { return nil }
        host = String(place[0])
        (self.port, self.user, self.password, self.database) = (port, user, password, database)
    }

    private static let scheme = "redis://"
}

extension RedisAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the password: safe in a log line.
    package var description: String { "redis://\(host):\(port)/\(database)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
