package import Postgres

/// How a provider did when it was last called.
package enum ProviderState: String, Sendable, Hashable {
    /// It took or refused the last message.
    case answering
    /// It could not be reached, or its answer was lost.
    case away
    /// It does not accept our account.
    case refusing
}

extension ProviderState: ColumnValue {}

package enum ProviderStates {
    /// The state of a provider; nil when it was never called.
    package static func find(
        _ provider: String,
        on connection: inout Connection
    ) throws(PostgresError) -> ProviderState? {
        try connection.query("SELECT state FROM provider_states WHERE provider = \(provider)")
            .first { (row) throws(PostgresError) in try row.decode(0) }
    }

    /// Notes how a provider does; what is known already changes nothing.
    package static func note(
        _ state: ProviderState,
        of provider: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO provider_states AS known (provider, state)
            VALUES (\(provider), \(state.rawValue)::provider_state)
            ON CONFLICT (provider) DO UPDATE SET state = EXCLUDED.state, since = now()
             WHERE known.state <> EXCLUDED.state
            """
        )
    }
}
