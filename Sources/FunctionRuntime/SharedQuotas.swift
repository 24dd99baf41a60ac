import Redis
import Synchronization
import Web

/// The buckets of all hosts together, in a Redis server that is there or not.
///
/// No request waits for a connection: a chore makes it. A request waits a moment for an answer; when
/// none comes, the connection is dropped, and each host keeps the limits for itself until the chore
/// has made another.
final class SharedQuotas: Sendable {
    private let address: RedisAddress
    private let log: Log
    private let metrics: Metrics
    private let state = Mutex(State())

    private struct State: ~Copyable {
        var connection: RedisConnection?
        /// Said in the log once, and not every second.
        var isAway = false
    }

    private static let patienceMilliseconds = 20

    init(at address: RedisAddress, log: Log, metrics: Metrics) {
        (self.address, self.log, self.metrics) = (address, log, metrics)
    }

    /// Connects if need be; about once a second, beside the requests.
    func connect() {
        guard state.withLock({ $0.connection == nil }) else { return }
        do throws(RedisError) {
            let connection = try RedisConnection.open(
                address,
                patienceMilliseconds: Self.patienceMilliseconds
            )
            let wasAway = keep(connection)
            log.write(.info, wasAway ? "redisBack" : "redisConnected", ["address": name])
        } catch {
            let isNews = state.withLock { state in
                defer { state.isAway = true }
                return !state.isAway
            }
            guard isNews else { return }
            log.write(.warning, "redisAway", ["address": name, "reason": .string("\(error)")])
        }
    }

    /// Takes one request out of each bucket, or out of none; nil where Redis does not answer.
    func take(from quotas: [Quota]) -> [Quota.Outcome]? {
        let costs = quotas.map { Quota.windowMicroseconds / Int64($0.perMinute) }
        let numbers = state.withLock { state -> [Int64]? in
            do throws(RedisError) {
                return try state.connection?.numbers(
                    fromScript: Self.script,
                    keys: quotas.map(\.subject.name),
                    arguments: ["\(Quota.windowMicroseconds)"] + costs.map { "\($0)" }
                )
            } catch {
                state.connection = nil
                return nil
            }
        }
        guard let numbers, numbers.count == quotas.count + 1 else {
            metrics.count("sms_shared_limits_missed_total")
            return nil
        }
        return zip(quotas, numbers.dropFirst()).enumerated().map { index, pair in
            pair.0.outcome(
                isWithin: numbers[0] != index + 1,
                emptiedFor: pair.1 * 1000,
                now: 0
            )
        }
    }

    private func keep(_ connection: consuming RedisConnection) -> Bool {
        var connection = Optional(connection)
        return state.withLock { state in
            defer { state.isAway = false }
            state.connection = connection.take()
            return state.isAway
        }
    }

    private var name: JSON { .string("\(address)") }

    /// Takes from all buckets or none, by the server's clock.
    ///
    /// It counts in microseconds, as the numbers of Lua hold no more. It answers which bucket was
    /// empty, or 0, and for how long each is not full.
    private static let script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local window = tonumber(ARGV[1])
        local answer, after = {0}, {}
        for i, key in ipairs(KEYS) do
            local full = tonumber(redis.call('GET', key) or now)
            full = math.min(math.max(full, now), now + window)
            after[i] = full + tonumber(ARGV[i + 1])
            if after[i] > now + window and answer[1] == 0 then answer[1] = i end
            answer[i + 1] = full - now
        end
        if answer[1] ~= 0 then return answer end
        for i, key in ipairs(KEYS) do
            answer[i + 1] = after[i] - now
            redis.call('SET', key, string.format('%.0f', after[i]),
                       'PX', math.ceil(answer[i + 1] / 1000))
        end
        return answer
        """
}

extension Quota.Subject {
    fileprivate var name: String {
        switch self {
        case .key(let id): "sms-tracker:quota:key:\(id)"
        case .business(let id): "sms-tracker:quota:business:\(id)"
        }
    }
}

extension Setting<RedisAddress?> {
    static let redisURL = Setting(
        "REDIS_URL",
        "A Redis server that several hosts share, so that limits of keys hold on all of them together; the system does without.",
        secret: true,
        expected: "an address such as redis://:password@10.0.0.7:6379/0",
        fallback: .some(nil)
    ) { text in RedisAddress(text).map { .some($0) } }.opening(.redis)
}
