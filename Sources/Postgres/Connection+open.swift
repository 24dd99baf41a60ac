import CLibPQ

extension Connection {
    /// What the server is told when a connection opens.
    package struct Options: Sendable {
        /// Off behind PgBouncer in transaction mode, where a session lasts one transaction.
        package var namedStatements = true
        /// Shown in `pg_stat_activity`, unless the URL names the application itself.
        package var applicationName = "sms-tracker"
        /// The server's own limit on a statement, for when our process dies and cannot cancel.
        ///
        /// Takes the place of `options` in the URL, and is not available without named statements.
        package var statementTimeoutMilliseconds: Int?

        package init() {}
    }

    /// Connects, by a URL as libpq understands it: `postgresql://user:password@host/database?...`.
    ///
    /// Only the resolving of a host name, which libpq leaves to the system, may outlast the timeout.
    package init(
        url: String,
        connectTimeoutSeconds: Double = 1,
        options: Options = Options()
    ) throws(PostgresError) {
        try self.init(
            url: url,
            until: .now + .seconds(connectTimeoutSeconds),
            options: options
        )
    }

    init(
        url: String,
        until deadline: ContinuousClock.Instant,
        options: Options
    ) throws(PostgresError) {
        try Connection.check(url)
        let handle = Connection.start(url, options)
        guard let handle else {
            throw .connection(ConnectionFailure(stage: .connecting, reason: "out of memory"))
        }
        do throws(PostgresError) {
            try Connection.establish(handle, until: deadline)
        } catch {
            PQfinish(handle)
            throw error
        }
        // libpq would print notices on stderr, which is for our log and must hold no row data.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // So that a server that stops reading cannot hold us beyond the deadline.
        PQsetnonblocking(handle, 1)
        self.init(adopting: handle, hasSession: options.namedStatements)
    }

    /// libpq's complaint about a URL quotes it, password and all, so ours says nothing.
    private static func check(_ url: String) throws(PostgresError) {
        guard let parsed = PQconninfoParse(url, nil) else { throw .misuse(.malformedURL) }
        PQconninfoFree(parsed)
    }

    private static func start(_ url: String, _ options: Options) -> OpaquePointer? {
        var settings = [
            ("dbname", url),  // a whole URL in this place is taken apart
            ("client_encoding", "UTF8"),
            ("fallback_application_name", options.applicationName),
        ]
        if let milliseconds = options.statementTimeoutMilliseconds, options.namedStatements {
            settings.append(("options", "-c statement_timeout=\(milliseconds)"))
        }
        return withCStrings(settings.map(\.0)) { keywords in
            withCStrings(settings.map(\.1)) { values in
                PQconnectStartParams(keywords, values, 1)
            }
        }
    }

    private static func establish(
        _ handle: OpaquePointer,
        until deadline: ContinuousClock.Instant
    ) throws(PostgresError) {
        guard PQstatus(handle) != CONNECTION_BAD else { throw connectingFailure(handle) }
        // The order that libpq prescribes: wait as if the first poll had asked for writing.
        var wanted = PGRES_POLLING_WRITING
        while true {
            let events: Wait.Events = wanted == PGRES_POLLING_READING ? .readable : .writable
            guard Wait.forEvents(events, on: PQsocket(handle), until: deadline) else {
                throw .connection(
                    ConnectionFailure(
                        stage: .connecting,
                        reason: "the server did not answer in time"
                    )
                )
            }
            wanted = PQconnectPoll(handle)
            if wanted == PGRES_POLLING_OK { return }
            if wanted == PGRES_POLLING_FAILED { throw connectingFailure(handle) }
        }
    }

    /// Passes on only what libpq says of a server.
    ///
    /// What it says of the settings quotes them, and in a URL with a misplaced sign that may be a
    /// piece of the password.
    private static func connectingFailure(_ handle: OpaquePointer) -> PostgresError {
        let reason = reason(of: handle)
        if reason.hasPrefix("connection to server") {
            return .connection(ConnectionFailure(stage: .connecting, reason: reason))
        }
        guard reason.hasPrefix("could not translate host name") else {
            return .misuse(.malformedURL)
        }
        return .connection(
            ConnectionFailure(stage: .connecting, reason: "the host name cannot be resolved")
        )
    }
}
