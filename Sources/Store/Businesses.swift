package import Messaging
package import Postgres
package import Web

/// All businesses of the installation, for whoever owns the platform.
///
/// Each statement runs as a function of the schema that looks up for itself whether the session's
/// person may: functions see one business at a time, and what is here is all that looks past that.
package struct Businesses: Sendable {
    let sessionID: Int64

    package init(asked member: Member) { sessionID = member.sessionID }

    /// A business, and how it does this month by its own clock.
    package struct Business: Sendable, Hashable {
        package let id: Int32
        package var terms: Terms
        package let currency: String
        package let createdAt: String
        package let suspendedAt: String?
        /// What its people and keys are told.
        package let suspendedFor: String?
        /// From then on its rows go.
        package let removalAt: String?
        package let peopleCount: Int
        package let messageCount: Int
        package let receivedCount: Int
        /// One for each currency.
        package let costs: [Money]
    }

    /// What can be said anew of a business.
    package struct Terms: Sendable, Hashable {
        package var name: String
        package var timeZone: String
        package var region: String
        /// The doors through which its people log in: `/at/word`, and a host of its own.
        package var word: String?
        package var hostName: String?

        package init(
            name: String,
            timeZone: String,
            region: String,
            word: String? = nil,
            hostName: String? = nil
        ) {
            (self.name, self.timeZone, self.region) = (name, timeZone, region)
            (self.word, self.hostName) = (word, hostName)
        }
    }

    /// What stands in the way of terms.
    package enum Objection: Error, Sendable, Hashable {
        case unknownBusiness, unknownTimeZone, wordTaken, hostNameTaken, ownerTaken
    }

    /// What became of a wish to suspend or remove a business.
    package enum Outcome: String, Sendable, Hashable {
        case done, unknown
        /// The first business stays: the platform's owners are its people.
        case first
        case removing
        /// It is not suspended, so it cannot be removed.
        case active
        case otherName
    }

    /// From the schema's `USD 1500000`.
    static func money(_ texts: [String]) -> [Money] {
        texts.compactMap { text in
            let parts = text.split(separator: " ")
            guard parts.count == 2, let micros = Int64(parts[1]),
                let currency = try? Currency(String(parts[0]))
            else { return nil }
            return Money(micros: micros, currency: currency)
        }
    }

    /// By name.
    package func businesses(on connection: inout Connection) throws(PostgresError) -> [Business] {
        try businesses(nil, on: &connection)
    }

    package func business(
        _ id: Int32,
        on connection: inout Connection
    ) throws(PostgresError) -> Business? {
        try businesses(id, on: &connection).first
    }

    private func businesses(
        _ id: Int32?,
        on connection: inout Connection
    ) throws(PostgresError) -> [Business] {
        try connection.query(
            """
            SELECT id, name, time_zone, region, word, host_name, currency, iso8601(created_at),
                   iso8601(suspended_at), suspended_for, iso8601(removal_at), people, messages,
                   received, costs
              FROM platform_businesses(\(sessionID), \(id)::integer)
            """
        ).map { (row) throws(PostgresError) in try Business(row) }
    }

    /// Makes a business, and an open invitation for whoever is to own it; its number.
    package func add(
        _ terms: Terms,
        currency: String,
        owner email: String,
        tokenHash: String,
        by inviter: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Result<Int32, Objection> {
        do throws(PostgresError) {
            let made: Int32? = try connection.query(
                """
                SELECT platform_add_business(
                    \(sessionID), \(terms.name), \(terms.timeZone), \(terms.region), \(currency),
                    \(terms.word)::text, \(terms.hostName)::text, \(email), \(tokenHash),
                    \(inviter), \(Invitations.lifetimeDays)::integer)
                """
            ).value()
            return made.map { .success($0) } ?? .failure(.unknownTimeZone)
        } catch .server(let error) {
            guard let objection = Objection(constraint: error.constraint) else {
                throw .server(error)
            }
            return .failure(objection)
        }
    }

    /// Says the terms of a business anew.
    package func change(
        _ id: Int32,
        to terms: Terms,
        on connection: inout Connection
    ) throws(PostgresError) -> Result<Void, Objection> {
        do throws(PostgresError) {
            let isChanged: Bool = try connection.query(
                """
                SELECT platform_change_business(
                    \(sessionID), \(id)::integer, \(terms.name), \(terms.timeZone),
                    \(terms.region), \(terms.word)::text, \(terms.hostName)::text)
                """
            ).value()
            return isChanged ? .success(()) : .failure(.unknownTimeZone)
        } catch .server(let error) {
            guard let objection = Objection(constraint: error.constraint) else {
                throw .server(error)
            }
            return .failure(objection)
        }
    }

    /// Lets nobody of a business in and holds its messages; without a reason, lets it go on.
    package func suspend(
        _ id: Int32,
        for reason: String?,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        let word: String = try connection.query(
            "SELECT platform_suspend(\(sessionID), \(id)::integer, \(reason)::text)"
        ).value()
        return Outcome(rawValue: word) ?? .unknown
    }

    /// Hands a suspended business over to `maintain`, which removes it row by row.
    package func remove(
        _ id: Int32,
        named name: String,
        by remover: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Outcome {
        let word: String = try connection.query(
            "SELECT platform_remove(\(sessionID), \(id)::integer, \(name), \(remover))"
        ).value()
        return Outcome(rawValue: word) ?? .unknown
    }
}

extension Businesses.Objection {
    /// By the rule of the schema that refused it.
    fileprivate init?(constraint: String?) {
        switch constraint {
        case "tenants_word_key": self = .wordTaken
        case "tenants_host_name_key": self = .hostNameTaken
        case "users_email_key": self = .ownerTaken
        default: return nil
        }
    }
}

extension Businesses.Business {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        id = try row.decode(0)
        terms = Businesses.Terms(
            name: try row.decode(1),
            timeZone: try row.decode(2),
            region: try row.decode(3),
            word: try row.decode(4),
            hostName: try row.decode(5)
        )
        currency = try row.decode(6)
        createdAt = try row.decode(7)
        suspendedAt = try row.decode(8)
        suspendedFor = try row.decode(9)
        removalAt = try row.decode(10)
        peopleCount = try row.decode(11)
        messageCount = try row.decode(12)
        receivedCount = try row.decode(13)
        costs = try Businesses.money(row.decode(14))
    }
}
