import FunctionRuntime
import Store
import Synchronization
import Web

/// Writes down what CRMs asked and were answered, beside the requests and never in their way.
///
/// A request costs one look at a counter and, where it is kept, one append. Once a second what has
/// gathered is made readable and written in one statement. Of each business a few successes and as
/// many refusals a second are kept; how many others there were is counted.
final class RequestRecorder: ExchangeObserver {
    private let database: Database
    private let log: Log
    private let metrics: Metrics
    private let perSecond: Int
    private let state = Mutex(State())

    private struct State {
        var waiting: [Kept] = []
        var unkept: [TenantID: Int] = [:]
        var counts: [Budget: Int] = [:]
        var sweepIn = 60
    }

    private struct Kept {
        let exchange: AnsweredExchange
        let at: Int64
    }

    /// Successes do not keep refusals out of the log.
    private struct Budget: Hashable {
        let tenant: TenantID
        let isSuccess: Bool
    }

    /// However many businesses there are, no more than so many wait in memory.
    private static let waitingMax = 1000
    private static let sweepSeconds = 300

    init(_ platform: Platform) throws {
        database = try platform.database
        (log, metrics) = (platform.log, platform.metrics)
        perSecond = try platform.settings.value(.requestLogPerSecond)
        platform.chores.add { self.write() }
    }

    func note(_ exchange: AnsweredExchange) {
        guard exchange.isWorthKeeping else { return }
        let tenant = exchange.request.caller.tenant
        let budget = Budget(tenant: tenant, isSuccess: exchange.status.rawValue < 400)
        state.withLock { state in
            guard state.counts[budget, default: 0] < perSecond,
                state.waiting.count < Self.waitingMax
            else {
                state.unkept[tenant, default: 0] += 1
                return
            }
            state.counts[budget, default: 0] += 1
            state.waiting.append(Kept(exchange: exchange, at: WallClock.milliseconds))
        }
    }

    /// Empties the buffer into the database; what cannot be written is given up, and said.
    private func write() {
        let (waiting, unkept, isSweep) = state.withLock { state in
            defer { (state.waiting, state.unkept, state.counts) = ([], [:], [:]) }
            state.sweepIn -= 1
            let isSweep = state.sweepIn == 0
            if isSweep { state.sweepIn = Self.sweepSeconds }
            return (state.waiting, state.unkept, isSweep)
        }
        do {
            if !waiting.isEmpty || !unkept.isEmpty {
                let entries = waiting.map { WebhookRequests.Entry($0.exchange, at: $0.at) }
                try database.forAll(seconds: 2) { connection in
                    try WebhookRequests.write(entries, unkept: unkept, on: &connection)
                }
            }
            if isSweep {
                try database.forAll { try WebhookRequests.sweep(on: &$0) }
            }
        } catch {
            metrics.count("sms_request_log_lost_total", waiting.count)
            log.write(.warning, "requestLogLost", ["count": .int(waiting.count)])
        }
    }
}

extension AnsweredExchange {
    /// Whether this is a CRM's request, or one that was sent again; trying mappings is neither.
    fileprivate var isWorthKeeping: Bool {
        route.template.text.hasPrefix("/webhook/") || isReplay
    }

    fileprivate var isReplay: Bool { route.template.text == ReplayRequest.route.template.text }
}

extension Setting<Int> {
    static let requestLogPerSecond = Setting.integer(
        "REQUEST_LOG_PER_SECOND",
        0...1000,
        or: 20,
        "How many webhook requests of one business are kept in its log in a second, of those taken and of those refused; the others are counted."
    )
}
