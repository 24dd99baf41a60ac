/// Whether a rule's alert stands, and when it begins and ends.
///
/// It begins with the first finding of trouble. It ends when there was none for a while, so that a
/// figure which wavers about its threshold is one alert and not twenty.
package struct AlertCondition: Sendable, Hashable {
    package var isStanding: Bool
    /// How long its cause has been gone; nil while it is there, or when nothing stands.
    package var calmSeconds: Int?

    package init(isStanding: Bool = false, calmSeconds: Int? = nil) {
        self.isStanding = isStanding
        self.calmSeconds = calmSeconds
    }

    /// What one look at the figures found.
    package enum Finding: Sendable, Hashable {
        case trouble
        case calm
        /// Nothing can be said now: outside of business hours silence means nothing.
        case unknown
    }

    package enum Change: Sendable, Hashable {
        case raise
        /// It goes on: how many it is about may have changed.
        case goOn
        /// Its cause is gone since now.
        case noteCalm
        case end
    }

    /// What follows from a finding; nil when nothing does.
    package func change(after finding: Finding, calmSecondsToEnd: Int) -> Change? {
        switch (isStanding, finding) {
        case (false, .trouble): .raise
        case (true, .trouble): .goOn
        case (true, .calm):
            if let calmSeconds {
                calmSeconds >= calmSecondsToEnd ? .end : nil
            } else {
                calmSecondsToEnd == 0 ? .end : .noteCalm
            }
        case (_, .unknown), (false, .calm): nil
        }
    }
}
