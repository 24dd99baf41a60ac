/// Whether a provider's reports on our messages reach us.
///
/// The raw values are stored and shown by the API; they never change.
package enum CallbackPathState: String, Sendable, Hashable, CaseIterable {
    case working
    /// Messages are accepted and next to no report on them comes.
    case broken
}

/// What the messages that a provider accepted lately tell of the way its reports take.
///
/// Pure. A provider reports a message for the first time within seconds, whatever the carrier does,
/// so messages that are minutes old and have no report at all speak against the way itself.
package struct CallbackEvidence: Sendable, Hashable {
    /// Attempts that were accepted lately, and long enough ago to have been reported.
    package let accepted: Int
    /// How many of them have a report.
    package let reported: Int
    /// How many of the newest `newestCount` of them have one.
    package let newestReported: Int

    package init(accepted: Int, reported: Int, newestReported: Int) {
        self.accepted = accepted
        self.reported = reported
        self.newestReported = newestReported
    }

    /// Older attempts are not looked at: half an hour is soon enough to notice, and long enough to
    /// gather evidence where little is sent.
    package static let windowSeconds = 1800
    /// Younger attempts are not looked at: a provider that queues for its sender reports late.
    package static let graceSeconds = 300
    /// Fewer attempts prove nothing: two or three may be lost by chance.
    static let acceptedMin = 10
    /// A way that works loses single reports; one that lets fewer than this through does not work.
    static let reportedPercentMin = 10
    /// The newest attempts tell of a way that works again while the older ones still lack reports.
    package static let newestCount = 10
    /// A single report may have slipped through, say from one of several hosts of the provider.
    static let newestReportedMin = 3

    /// What it comes to; without enough evidence all stays as it was.
    package func state(after before: CallbackPathState) -> CallbackPathState {
        switch before {
        case .working: isLacking ? .broken : .working
        case .broken: isComing ? .working : .broken
        }
    }

    private var isLacking: Bool {
        accepted >= Self.acceptedMin && reported * 100 < accepted * Self.reportedPercentMin
    }

    private var isComing: Bool {
        newestReported >= Self.newestReportedMin
            && newestReported * 2 >= min(accepted, Self.newestCount)
    }
}
