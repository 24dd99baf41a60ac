import CLibPQ

extension Connection {
    /// Subscribes to a channel; such a connection is for listening and goes to no one else.
    package mutating func listen(channel: StaticString) throws(PostgresError) {
        guard hasSession else { throw .misuse(.listenWithoutSession) }
        isListening = true
        let sql: SQL = "LISTEN \(identifier: "\(channel)")"
        var patience = Patience(until: deadline)
        try run(command: sql.text, &patience)
    }

    /// Waits for the next notification and returns its payload, which may be empty.
    ///
    /// Returns nil when none came in time, or when a signal interrupted the wait, so that a worker
    /// sees that it should stop.
    package mutating func waitForNotification(
        timeoutMilliseconds: Int
    ) throws(PostgresError) -> String? {
        let deadline = ContinuousClock.now + .milliseconds(timeoutMilliseconds)
        while true {
            if let notification = PQnotifies(handle) {
                defer { PQfreemem(notification) }
                return String(cString: notification.pointee.extra)
            }
            guard Wait.forInputOrSignal(descriptor, until: deadline) else { return nil }
            guard PQconsumeInput(handle) == 1 else { throw abandon(.executing) }
        }
    }
}
