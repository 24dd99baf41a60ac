import Accounts
import FunctionRuntime
import Messaging
import Postgres
import Providers
import Routing
import Secrets
import Store
import Web

/// The accounts that messages may go through, as they stood a moment ago, and what this process has
/// under way through each.
struct RouteTable {
    /// The account of the settings, which every tenant may use.
    private let home: any Provider
    private let vault: Vault?
    private let callsAtOnceMax: Int
    private var providers: [String: any Provider] = [:]
    private var accounts: [StoredAccount] = []
    /// By the provider's name; those without one have the price that the account itself states.
    private var prices: [String: RoutePrices] = [:]
    private var routes: [String: ProviderRoute] = [:]
    private var underWay: [String: Int] = [:]
    private var heard: [String: ProviderCalls] = [:]
    private var restsUntil: [String: ContinuousClock.Instant] = [:]
    private var probedAt: [String: ContinuousClock.Instant] = [:]
    private var refreshAt = ContinuousClock.now
    private var pricesAt = ContinuousClock.now

    private static let refreshEvery = Duration.seconds(1)
    /// Price lists are long and change seldom.
    private static let pricesEvery = Duration.seconds(10)
    /// One message in so long is tried through a provider that trouble has paused, so that it goes
    /// on by itself when the trouble is over.
    private static let probeEvery = Duration.seconds(60)

    init(home: any Provider, vault: Vault?, callsAtOnceMax: Int) {
        self.home = home
        self.vault = vault
        self.callsAtOnceMax = callsAtOnceMax
        providers = [ProviderAccounts.homeName: home]
    }

    func provider(_ name: String) -> (any Provider)? { providers[name] }

    /// How many calls may be begun now, through whichever provider.
    var room: Int {
        let open = candidates.filter { $0.access == .open }
        return min(callsAtOnceMax, open.reduce(0) { $0 + max(0, $1.room) })
    }

    /// How many may run at once, which is less while a provider comes back.
    var callsAtOnce: Int {
        let most = providers.keys.map { route($0).breaker.callsAtOnce(of: callsAtOnceMax) }
        return min(callsAtOnceMax, max(1, most.reduce(0, +)))
    }

    /// Every account as a candidate, the one of the settings first.
    var candidates: [Candidate] {
        let configured = accounts.filter { providers[$0.name] != nil }.map { account in
            Candidate(
                name: account.name,
                reach: Reach(
                    tenant: account.tenant?.rawValue,
                    countries: account.countries.map { Set($0) },
                    dealerships: account.dealerships.map { Set($0) },
                    channel: account.channel
                ),
                priority: account.priority,
                senders: account.senders,
                health: route(account.name).health,
                prices: prices[account.name] ?? RoutePrices(otherwise: account.price),
                access: access(account.name),
                room: room(account.name)
            )
        }
        let own = Candidate(
            name: ProviderAccounts.homeName,
            health: route(ProviderAccounts.homeName).health,
            prices: prices[ProviderAccounts.homeName] ?? RoutePrices(),
            access: access(ProviderAccounts.homeName),
            room: room(ProviderAccounts.homeName)
        )
        return [own] + configured
    }

    /// The provider that takes everything, when there is no other and nothing is in its way.
    var onlyName: String? {
        let candidates = candidates
        guard candidates.count == 1, candidates[0].access == .open else { return nil }
        return candidates[0].name
    }

    var hasSenders: Bool { accounts.contains { !$0.senders.isEmpty } }

    /// The lanes that senders and accounts move in: segments per second, by the lane's name.
    var lanes: [String: Double] {
        var lanes: [String: Double] = [:]
        for account in accounts where providers[account.name] != nil {
            if let rate = account.segmentsPerSecond { lanes[account.name] = rate }
            for sender in account.senders {
                lanes[Self.lane(account.name, sender.address)] = sender.segmentsPerSecond
            }
        }
        return lanes
    }

    static func lane(_ account: String, _ sender: String) -> String { "\(account)/\(sender)" }

    /// Whether one of these would take a message that has failed through `tried`.
    func hasAnother(than tried: Set<String>) -> Bool {
        candidates.contains { !tried.contains($0.name) && $0.access == .open && $0.room > 0 }
    }

    // MARK: - What calls tell

    mutating func begin(_ name: String) {
        underWay[name, default: 0] += 1
        probedAt[name] = .now
    }

    /// A call ended that says nothing of its provider, because it was never made.
    mutating func abandon(_ name: String) { underWay[name, default: 1] -= 1 }

    mutating func end(_ name: String, _ result: SendResult) {
        abandon(name)
        var calls = heard[name] ?? ProviderCalls()
        calls.count += 1
        switch result {
        case .notSent:
            calls.failures += 1
            restsUntil[name] = .now + .seconds(1)
        case .ambiguous: calls.failures += 1
        case .refused(let refusal) where refusal.stopsAccount:
            // Until the pause is written and read again.
            restsUntil[name] = .now + .seconds(5)
        case .refused(let refusal) where refusal.httpStatus >= 500: calls.failures += 1
        case .throttled(let seconds):
            let rest = min(max(seconds ?? 1, 1), 300)
            calls.restSeconds = max(calls.restSeconds ?? 0, rest)
            restsUntil[name] = .now + .seconds(rest)
        case .accepted, .refused: break
        }
        heard[name] = calls
    }

    /// Whether trouble with the account has paused it.
    func isPausedByTrouble(_ name: String) -> Bool {
        routes[name]?.pause.map { $0.person == nil } ?? false
    }

    // MARK: - The database

    /// Writes what was heard, turns breakers, and reads what others wrote; once a second.
    mutating func refresh(from database: Database, log: Log) throws {
        guard ContinuousClock.now >= refreshAt else { return }
        refreshAt = .now + Self.refreshEvery
        let heard = self.heard
        let arePricesOld = !accounts.isEmpty && ContinuousClock.now >= pricesAt
        let now = Int(WallClock.milliseconds / 1000)
        let (accounts, routes, turns, lists) = try database.forAll { connection in
            if !heard.isEmpty { try ProviderRoutes.add(heard, on: &connection) }
            let (routes, turns) = try ProviderRoutes.review(now: now, on: &connection)
            return (
                try ProviderAccounts.allWithSecrets(on: &connection), routes, turns,
                arePricesOld ? try Prices.allLists(on: &connection) : nil
            )
        }
        self.heard = [:]
        self.routes = routes
        for turn in turns {
            log.write(
                .warning,
                "breakerTurned",
                [
                    "provider": .string(turn.provider),
                    "state": .string(turn.breaker.state.rawValue),
                    "share": .int(turn.breaker.share), "reason": .string(turn.reason),
                ]
            )
        }
        if let lists { price(accounts, by: lists) }
        guard accounts != self.accounts else { return }
        try database.forAll { connection in try open(accounts, log: log, on: &connection) }
        self.accounts = accounts
    }

    private mutating func open(
        _ accounts: [StoredAccount],
        log: Log,
        on connection: inout Connection
    ) throws {
        providers = [ProviderAccounts.homeName: home]
        for account in accounts where account.isEnabled {
            do {
                providers[account.name] = try account.provider(openedBy: vault, on: &connection)
            } catch let error as UnusableAccount {
                log.write(
                    .error,
                    "accountUnusable",
                    ["provider": .string(account.name), "reason": .string("\(error)")]
                )
            }
        }
    }

    private mutating func price(_ accounts: [StoredAccount], by lists: Prices.AllLists) {
        pricesAt = .now + Self.pricesEvery
        func prices(of name: String, _ kind: SenderKind?) -> RoutePrices {
            RoutePrices(
                of: name,
                senderKind: kind,
                common: lists.common,
                own: Dictionary(lists.own.map { ($0.rawValue, $1) }) { first, _ in first }
            )
        }
        self.prices = [ProviderAccounts.homeName: prices(of: ProviderAccounts.homeName, nil)]
        for account in accounts {
            var own = prices(of: account.name, account.senders.commonKind)
            own.otherwise = account.price
            self.prices[account.name] = own
        }
    }

    // MARK: -

    private func route(_ name: String) -> ProviderRoute { routes[name] ?? ProviderRoute() }

    private func room(_ name: String) -> Int {
        let isPaused = routes[name]?.pause != nil
        let most = isPaused ? 1 : route(name).breaker.callsAtOnce(of: callsAtOnceMax)
        return most - underWay[name, default: 0]
    }

    private func access(_ name: String) -> Candidate.Access {
        let route = route(name)
        if let pause = route.pause {
            let last = probedAt[name] ?? .now
            let mayProbe = pause.person == nil && last + Self.probeEvery <= .now
            if !mayProbe { return .paused(reason: pause.reason) }
        }
        if route.breaker.state == .open {
            let now = Int(WallClock.milliseconds / 1000)
            return .broken(forSeconds: max(1, (route.breaker.until ?? now) - now))
        }
        let own = restsUntil[name].map { ContinuousClock.now.duration(to: $0) } ?? .zero
        let seconds = max(own > .zero ? Int(own.components.seconds) + 1 : 0, route.restSeconds)
        return seconds > 0 ? .resting(forSeconds: seconds) : .open
    }
}
