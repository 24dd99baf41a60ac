package import Messaging

/// An account that a message might go through, as it stands at this moment.
package struct Candidate: Sendable, Hashable {
    /// The account's name, as it stands with every attempt.
    package let name: String
    package var reach: Reach
    /// Only those with the highest priority are compared; the others stand in for them.
    package var priority: Int
    /// Empty when the provider chooses the sender itself.
    package var senders: [SenderLine]
    package var health: RouteHealth
    package var prices: RoutePrices
    package var access: Access
    /// How many more calls may be begun now.
    package var room: Int
    /// How long until the account may send another segment, in seconds.
    package var freeInSeconds: Double

    package init(
        name: String,
        reach: Reach = Reach(),
        priority: Int = 0,
        senders: [SenderLine] = [],
        health: RouteHealth = RouteHealth(),
        prices: RoutePrices = RoutePrices(),
        access: Access = .open,
        room: Int = .max,
        freeInSeconds: Double = 0
    ) {
        self.name = name
        self.reach = reach
        self.priority = priority
        self.senders = senders
        self.health = health
        self.prices = prices
        self.access = access
        self.room = room
        self.freeInSeconds = freeInSeconds
    }

    /// Whether the provider may be called at all.
    package enum Access: Sendable, Hashable {
        case open
        /// A person, or trouble with the account, has stopped it.
        case paused(reason: String)
        /// It has failed too often lately.
        case broken(forSeconds: Int)
        /// It asked for nothing more before then.
        case resting(forSeconds: Int)
    }
}

/// Whose messages an account is for; nil where it makes no difference.
package struct Reach: Sendable, Hashable {
    package var tenant: Int32?
    /// ISO 3166 regions.
    package var countries: Set<String>?
    package var dealerships: Set<Int64>?
    package var channel: Channel

    package init(
        tenant: Int32? = nil,
        countries: Set<String>? = nil,
        dealerships: Set<Int64>? = nil,
        channel: Channel = .sms
    ) {
        self.tenant = tenant
        self.countries = countries
        self.dealerships = dealerships
        self.channel = channel
    }
}

/// How a provider did lately.
package struct RouteHealth: Sendable, Hashable {
    package var delivered: Int
    package var undelivered: Int
    /// From the call to the delivery, of half of the messages; nil when none was reported.
    package var medianSeconds: Double?
    /// What a segment of the message costs; nil when nobody said.
    package var price: Money?

    package init(
        delivered: Int = 0,
        undelivered: Int = 0,
        medianSeconds: Double? = nil,
        price: Money? = nil
    ) {
        self.delivered = delivered
        self.undelivered = undelivered
        self.medianSeconds = medianSeconds
        self.price = price
    }

    package var samples: Int { delivered + undelivered }

    /// The share of messages that arrive, careful with few samples: a provider is taken for an
    /// ordinary one until some twenty messages say otherwise, so that neither the first failure
    /// rules it out nor the first success makes it the best.
    package var successRate: Double {
        (Double(delivered) + Self.ordinaryRate * Self.ordinarySamples)
            / (Double(samples) + Self.ordinarySamples)
    }

    /// 1 for at once, a half for half a minute.
    var speed: Double {
        let known = Double(delivered)
        let seconds =
            ((medianSeconds ?? Self.ordinarySeconds) * known
                + Self.ordinarySeconds * Self.ordinarySamples) / (known + Self.ordinarySamples)
        return Self.halfSpeedSeconds / (Self.halfSpeedSeconds + max(0, seconds))
    }

    private static let ordinaryRate = 0.95
    private static let ordinarySamples = 20.0
    private static let ordinarySeconds = 8.0
    private static let halfSpeedSeconds = 30.0
}

/// What counts how much, in any unit.
package struct RoutingWeights: Sendable, Hashable {
    package var success: Int
    package var latency: Int
    package var cost: Int

    package init(success: Int = 60, latency: Int = 15, cost: Int = 25) {
        self.success = success
        self.latency = latency
        self.cost = cost
    }
}
