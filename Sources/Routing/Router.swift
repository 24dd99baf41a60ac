import Messaging

/// Chooses the way of a message, from facts alone: the same facts and the same chance give the same
/// way.
package enum Router {
    /// Compares the candidates; `fraction`, from 0 up to 1, decides between equals.
    ///
    /// A provider that this message has failed through is passed over as long as there is another.
    package static func choose(
        for message: MessageFacts,
        among candidates: [Candidate],
        weights: RoutingWeights = RoutingWeights(),
        fraction: Double
    ) -> RouteDecision {
        let candidates = priced(candidates, for: message)
        let standing = candidates.map { obstacle(to: message, through: $0) }
        var obstacles = zip(candidates, standing).map { candidate, obstacle in
            let hasFailed = message.tried.contains(candidate.name)
            // The rest after its failure is the lesser reason.
            return hasFailed && obstacle.isNothingButRest ? .hasFailed : obstacle
        }
        if !obstacles.contains(nil) {
            obstacles = zip(obstacles, standing).map { $0 == .hasFailed ? $1 : $0 }
        }
        let open = candidates.indices.filter { obstacles[$0] == nil }
        guard let priority = open.map({ candidates[$0].priority }).max() else {
            return RouteDecision(
                choice: nil,
                considered: considered(candidates, obstacles, scores: [:])
            )
        }
        for index in open where candidates[index].priority < priority {
            obstacles[index] = .reserve(behind: priority)
        }
        let rivals = open.filter { obstacles[$0] == nil }
        let scores = self.scores(rivals.map { ($0, candidates[$0]) }, message, weights)
        let best = scores.values.max() ?? 0
        let equals = rivals.filter { (scores[$0] ?? 0) >= best - equality }
        let chosen = candidates[pick(equals, fraction)]
        let line = sender(of: chosen, for: message, fraction)
        return RouteDecision(
            choice: RouteDecision.Choice(
                name: chosen.name,
                sender: line?.line.address,
                reason: reason(rivals: rivals.count, equals: equals.count, best, chosen),
                senderReason: line?.reason
            ),
            considered: considered(candidates, obstacles, scores: scores)
        )
    }

    /// Scores that differ by less are equal: one point of a hundred is noise.
    private static let equality = 0.01
    /// What continuity is worth: the account whose number the customer knows wins unless another
    /// is better by five points.
    private static let familiarity = 0.05
    /// A sender may be this far ahead of its rate.
    private static let burstSeconds = 1.0

    // MARK: - What rules an account out

    private static func obstacle(
        to message: MessageFacts,
        through candidate: Candidate
    ) -> Obstacle? {
        let reach = candidate.reach
        if let wanted = message.wanted, wanted != candidate.name { return .notWanted }
        if let tenant = reach.tenant, tenant != message.tenant { return .otherTenant }
        if reach.channel != message.channel { return .otherChannel(reach.channel) }
        if let countries = reach.countries {
            let country = CallingCodes.region(of: message.recipient)
            guard let country, countries.contains(country) else {
                return .otherCountry(country ?? "this number's country")
            }
        }
        if let dealerships = reach.dealerships {
            guard let own = message.dealership, dealerships.contains(own) else {
                return .otherDealership
            }
        }
        switch candidate.access {
        case .paused(let reason): return .paused(reason: reason)
        case .broken(let seconds): return .broken(forSeconds: seconds)
        case .resting(let seconds): return .resting(forSeconds: seconds)
        case .open: break
        }
        guard candidate.room > 0 else { return .full }
        let soonest = candidate.senders.map(\.freeInSeconds).min() ?? 0
        let wait = max(soonest, candidate.freeInSeconds)
        return wait >= burstSeconds ? .senderBusy(forSeconds: wait) : nil
    }

    // MARK: - Scores

    /// The candidates with the price of this message; those without a table keep what they have.
    private static func priced(_ candidates: [Candidate], for message: MessageFacts) -> [Candidate]
    {
        guard candidates.contains(where: { !$0.prices.isFlat || $0.prices.otherwise != nil })
        else { return candidates }
        let country = CallingCodes.region(of: message.recipient)
        return candidates.map { candidate in
            var candidate = candidate
            candidate.health.price =
                candidate.prices.price(tenant: message.tenant, country: country)
                ?? candidate.health.price
            return candidate
        }
    }

    private static func scores(
        _ rivals: [(index: Int, candidate: Candidate)],
        _ message: MessageFacts,
        _ weights: RoutingWeights
    ) -> [Int: Double] {
        let prices = rivals.compactMap(\.candidate.health.price)
        let parts = [weights.success, weights.latency, weights.cost].map { Double(max(0, $0)) }
        let whole = max(parts.reduce(0, +), 1)
        var scores: [Int: Double] = [:]
        for (index, candidate) in rivals {
            let health = candidate.health
            let score =
                (parts[0] * health.successRate + parts[1] * health.speed
                    + parts[2] * cheapness(health.price, among: prices)) / whole
            let isKnown = candidate.senders.contains { $0.address == message.lastSender }
            scores[index] = min(1, score + (isKnown ? familiarity : 0))
        }
        return scores
    }

    /// 1 for the cheapest, a half for twice its price; a price that nobody named is the dearest.
    ///
    /// Prices in several currencies cannot be compared, so then cost decides nothing.
    private static func cheapness(_ price: Money?, among prices: [Money]) -> Double {
        let amounts = prices.map(\.micros)
        guard let least = amounts.min(), let most = amounts.max(), most > 0,
            prices.allSatisfy({ $0.currency == prices[0].currency })
        else { return 1 }
        let amount = price?.micros ?? most
        return amount == 0 ? 1 : Double(max(least, 1)) / Double(max(amount, 1))
    }

    private static func reason(
        rivals: Int,
        equals: Int,
        _ best: Double,
        _ chosen: Candidate
    ) -> String {
        let points = RouteDecision.points(best)
        if rivals == 1 { return "it is the only one that may take this message." }
        if equals > 1 { return "it is one of \(equals) with the best score, \(points); by lot." }
        return "it has the best score, \(points)."
    }

    // MARK: - Senders

    private static func sender(
        of candidate: Candidate,
        for message: MessageFacts,
        _ fraction: Double
    ) -> (line: SenderLine, reason: String)? {
        let pool = candidate.senders
        if let known = pool.first(where: { $0.address == message.lastSender }),
            known.freeInSeconds < burstSeconds
        {
            return (known, "the customer had the last message from it.")
        }
        let free = pool.filter { $0.freeInSeconds < burstSeconds }
        let neighbours = free.filter { $0.areaCode != nil && $0.areaCode == message.areaCode }
        if !neighbours.isEmpty {
            return (pick(neighbours, fraction), "it has the customer's area code.")
        }
        guard !free.isEmpty else { return nil }
        let least = free.map(\.freeInSeconds).min() ?? 0
        let idle = free.filter { $0.freeInSeconds <= least }
        return (pick(idle, fraction), "it is free.")
    }

    private static func pick<Choices: RandomAccessCollection>(
        _ choices: Choices,
        _ fraction: Double
    ) -> Choices.Element where Choices.Index == Int {
        let place = Int(Double(choices.count) * min(max(fraction, 0), 1))
        return choices[choices.startIndex + min(place, choices.count - 1)]
    }

    private static func considered(
        _ candidates: [Candidate],
        _ obstacles: [Obstacle?],
        scores: [Int: Double]
    ) -> [RouteDecision.Consideration] {
        candidates.indices.map { index in
            RouteDecision.Consideration(
                name: candidates[index].name,
                score: scores[index],
                obstacle: obstacles[index],
                health: candidates[index].health
            )
        }
    }
}

extension Obstacle? {
    fileprivate var isNothingButRest: Bool {
        switch self {
        case nil, .resting: true
        default: false
        }
    }
}
