/// So many requests a minute, as a bucket of them that fills evenly and never above its brim.
///
/// A bucket is one number, the moment at which it will be full again (the generic cell rate
/// algorithm, ITU-T I.371): nothing has to be done while nobody asks. Moments are in nanoseconds.
struct Quota: Sendable, Hashable {
    let subject: Subject
    let perMinute: Int

    /// Whose requests are counted.
    enum Subject: Sendable, Hashable {
        case key(Int64)
        /// All keys of a business together.
        case business(Int32)
    }

    static let windowSeconds: Int64 = 60
    static let windowMicroseconds = windowSeconds * 1_000_000
    private static let window = windowMicroseconds * 1000

    /// How much later the bucket is full again for each request.
    private var cost: Int64 { Self.window / Int64(perMinute) }

    /// What became of one request.
    struct Outcome: Hashable {
        let isWithin: Bool
        /// When the bucket will be full again.
        let fullAt: Int64
        /// How many requests may follow at once.
        let remaining: Int64
        let fullInSeconds: Int64
        /// When one that is refused may come again; 0 for one that is not.
        let retryInSeconds: Int64
    }

    /// Takes one request out of the bucket, if there is one in it.
    func take(from fullAt: Int64, now: Int64) -> Outcome {
        // A clock that was set back must not leave a bucket empty for longer than it takes to fill.
        let before = min(max(fullAt, now), now + Self.window)
        let after = before + cost
        let isWithin = after <= now + Self.window
        return outcome(isWithin: isWithin, emptiedFor: (isWithin ? after : before) - now, now: now)
    }

    /// What it means that the bucket is full again after so long.
    func outcome(isWithin: Bool, emptiedFor rest: Int64, now: Int64) -> Outcome {
        Outcome(
            isWithin: isWithin,
            fullAt: now + rest,
            remaining: (Self.window - rest) / cost,
            fullInSeconds: Self.seconds(rest),
            retryInSeconds: isWithin ? 0 : max(Self.seconds(rest + cost - Self.window), 1)
        )
    }

    /// The bucket as it was before one request was taken out of it.
    func giveBack(to fullAt: Int64) -> Int64 { fullAt - cost }

    private static func seconds(_ nanoseconds: Int64) -> Int64 {
        (nanoseconds + 999_999_999) / 1_000_000_000
    }
}

// MARK: - As clients read it (draft-ietf-httpapi-ratelimit-headers)

extension Quota {
    private var name: String {
        switch subject {
        case .key: "key"
        case .business: "business"
        }
    }

    /// An item of `RateLimit-Policy`.
    var policy: String { "\"\(name)\";q=\(perMinute);w=\(Self.windowSeconds)" }

    /// An item of `RateLimit`.
    func standing(after outcome: Outcome) -> String {
        "\"\(name)\";r=\(outcome.remaining);t=\(outcome.fullInSeconds)"
    }
}
