/// How far one message has come.
///
/// The status only moves forward. Providers repeat, delay and reorder their reports, so a report is
/// applied only where it stands higher in one total order (`precedence`). A maximum does not depend
/// on the order or the number of its arguments, hence every order and repetition of the same reports
/// ends in the same status.
package enum DeliveryStatus: String, Sendable, Hashable, CaseIterable {
    /// Stored; waits for the time it is due.
    case scheduled
    /// Due or taken by the provider; waits for its turn.
    case queued
    /// On its way to the provider or from it to the carrier.
    case sending
    /// The carrier took it; many routes never report more.
    case sent
    /// The carrier's receipt says that it arrived.
    case delivered
    /// The carrier's receipt says that it did not arrive.
    case undelivered
    /// It could not be sent.
    case failed
    /// Withdrawn before it was sent.
    case cancelled
    /// It came too late to be welcome, and was not sent.
    case expired
    /// A rule forbade it, and it was not sent.
    case suppressed
    /// The provider's answer was lost; nobody knows yet whether it took the message.
    case unknown
}

extension DeliveryStatus {
    /// Whether nothing more is done for the message by itself.
    package var isFinal: Bool { rank == Self.finalRank }

    /// The stage: scheduled 0, queued 1, sending 2, sent 3, every final status 4.
    ///
    /// `unknown` is -1, below every word of a provider, and so yields to the first one.
    package var rank: Int {
        switch self {
        case .unknown: -1
        case .scheduled: 0
        case .queued: 1
        case .sending: 2
        case .sent: 3
        case .delivered, .undelivered, .failed, .cancelled, .expired, .suppressed: Self.finalRank
        }
    }

    /// The place in the total order that decides between two reports; no two statuses share one.
    ///
    /// Carriers are known to send `delivered` and `undelivered` for the same message, and keeping
    /// the first would make the outcome depend on the order of arrival. Stronger evidence wins
    /// instead: a receipt of arrival cannot be had without arrival, so `delivered` beats all;
    /// `undelivered` is a carrier's word and proves that the message left, so it beats `failed`, the
    /// provider's own word; a `cancelled` message about which anything else is reported was not
    /// cancelled in time.
    package var precedence: Int {
        switch self {
        case .unknown: -1
        case .scheduled: 0
        case .queued: 1
        case .sending: 2
        case .sent: 3
        case .suppressed: 4
        case .expired: 5
        case .cancelled: 6
        case .failed: 7
        case .undelivered: 8
        case .delivered: 9
        }
    }

    /// Whether a provider's report changes this status.
    ///
    /// `unknown` is never accepted: it is our doubt after a lost answer, not a report.
    package func accepts(report: DeliveryStatus) -> Bool { report.precedence > precedence }

    /// The status after a provider's report.
    package func applying(report: DeliveryStatus) -> DeliveryStatus {
        accepts(report: report) ? report : self
    }

    private static let finalRank = 4
}
