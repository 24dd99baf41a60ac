extension DeliveryStatus {
    /// The statuses that may follow this one.
    ///
    /// The database keeps the same table and refuses the rest (`Migrations/deploy/transitions.sql`).
    /// A message may have several attempts, and the strongest of those that may still arrive speaks
    /// for it: when that one fails, the word of another counts, and so one status under way may
    /// follow any other. A message that is over moves again only by a late word of a provider, or
    /// because a person wants it sent again.
    package var successors: Set<DeliveryStatus> {
        switch self {
        case .scheduled:
            Self.underWay.subtracting([.unknown]).union(Self.outcomes)
                .union([.expired, .suppressed, .cancelled])
        case .queued, .sending, .sent, .unknown:
            Self.underWay.union(Self.outcomes).union([.scheduled, .expired, .cancelled])
                .subtracting([self])
        case .cancelled, .expired, .failed:
            Self.underWay.subtracting([.unknown]).union(Self.outcomes)
                .union([.scheduled, .cancelled]).union(self == .failed ? [.expired] : [])
                .subtracting([self])
        case .undelivered: [.scheduled, .queued, .sending, .sent, .delivered]
        case .suppressed: [.queued, .sending, .sent, .delivered]
        case .delivered: []
        }
    }

    private static let underWay: Set<DeliveryStatus> = [.queued, .sending, .sent, .unknown]
    private static let outcomes: Set<DeliveryStatus> = [.delivered, .undelivered, .failed]
}
