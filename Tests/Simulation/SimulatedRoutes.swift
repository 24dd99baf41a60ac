import Routing

/// The rows about providers that all processes share: breakers, the calls that they judge by, and
/// requests for rest.
struct SimulatedRoutes {
    private(set) var breakers: [String: Breaker]
    private(set) var restsUntil: [String: Int] = [:]
    private var heard: [String: [(second: Int, failed: Bool)]] = [:]

    init(_ names: [String]) {
        breakers = Dictionary(uniqueKeysWithValues: names.map { ($0, Breaker()) })
    }

    mutating func add(_ calls: [(provider: String, failed: Bool)], at now: Int) {
        for call in calls { heard[call.provider, default: []].append((now, call.failed)) }
    }

    mutating func rest(_ provider: String, until second: Int) {
        restsUntil[provider] = max(restsUntil[provider] ?? 0, second)
    }

    /// Turns the breakers that their calls ask to turn, and says which and why.
    mutating func review(at now: Int) -> [(provider: String, breaker: Breaker, reason: String)] {
        var turns: [(provider: String, breaker: Breaker, reason: String)] = []
        for (name, breaker) in breakers.sorted(by: { $0.key < $1.key }) {
            let begin = max(breaker.since, now - Breaker.windowSeconds)
            let calls = (heard[name] ?? []).filter { $0.second > begin }
            heard[name] = calls
            let lately = calls.filter { $0.second > now - Breaker.latelySeconds }
            let next = breaker.next(
                after: Self.count(calls),
                lately: Self.count(lately),
                now: now
            )
            guard let next else { continue }
            breakers[name] = next.breaker
            turns.append((name, next.breaker, next.reason))
        }
        return turns
    }

    private static func count(_ calls: [(second: Int, failed: Bool)]) -> Breaker.Calls {
        Breaker.Calls(count: calls.count, failures: calls.count(where: \.failed))
    }
}

/// What a worker knows of the ways as it last read it, and what it has under way through each.
struct SimulatedRouteTable {
    private var routes: SimulatedRoutes
    private var underWay: [String: Int] = [:]
    private var ownRests: [String: Int] = [:]
    private(set) var unwritten: [(provider: String, failed: Bool)] = []
    private(set) var readAt: Int

    static let callsAtOnceMax = 8

    init(_ routes: SimulatedRoutes, at now: Int) {
        self.routes = routes
        readAt = now
    }

    mutating func read(_ routes: SimulatedRoutes, at now: Int) {
        self.routes = routes
        unwritten = []
        readAt = now
    }

    func candidates(at now: Int) -> [Candidate] {
        routes.breakers.sorted { $0.key < $1.key }.map { name, breaker in
            Candidate(
                name: name,
                access: access(name, breaker, at: now),
                room: breaker.callsAtOnce(of: Self.callsAtOnceMax) - underWay[name, default: 0]
            )
        }
    }

    func isOpen(_ name: String, at now: Int) -> Bool {
        candidates(at: now).contains { $0.name == name && $0.access == .open }
    }

    /// Whether one of these would take a message that has failed through `tried`.
    func hasAnother(than tried: Set<String>, at now: Int) -> Bool {
        candidates(at: now).contains {
            !tried.contains($0.name) && $0.access == .open && $0.room > 0
        }
    }

    mutating func begin(_ name: String) { underWay[name, default: 0] += 1 }

    mutating func end(_ name: String) { underWay[name, default: 1] -= 1 }

    mutating func hear(_ name: String, failed: Bool) { unwritten.append((name, failed)) }

    mutating func rest(_ name: String, until second: Int) { ownRests[name] = second }

    private func access(_ name: String, _ breaker: Breaker, at now: Int) -> Candidate.Access {
        if breaker.state == .open {
            return .broken(forSeconds: max(1, (breaker.until ?? now) - now))
        }
        let rest = max(ownRests[name] ?? 0, routes.restsUntil[name] ?? 0) - now
        return rest > 0 ? .resting(forSeconds: rest) : .open
    }
}
