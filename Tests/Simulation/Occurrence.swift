/// What a simulation is worth nothing without: the tests count that each came about often.
package enum Occurrence: String, Sendable, CaseIterable {
    case workerCrashed, workerFroze
    /// An attempt was recorded and never called.
    case leaseRanOut, stoppedBeforeCall
    case answerLostAndTaken, answerLostAndNotTaken, notReached, throttled, refused
    case failedOver, breakerOpened, breakerTried, breakerClosed, hadNoRoute
    case waitedForMorning, waitedAcrossClockChange, expired
    case reportLost, reportTwice, reportLate, reportBeforeAnswer
    case listIncomplete, listBehind, foundInList, notInList, hadRival, undecidable
    case stopped, cancelled, retriedByPerson
}

/// How often each came about.
package struct Occurrences: Sendable {
    private var counts: [Occurrence: Int] = [:]

    package init() {}

    package func count(_ occurrence: Occurrence) -> Int { counts[occurrence, default: 0] }

    package mutating func add(_ occurrence: Occurrence) { counts[occurrence, default: 0] += 1 }

    package mutating func add(_ other: Occurrences) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }
}
