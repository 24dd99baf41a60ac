import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

private let accepted = Receipt(providerMessageID: "SM1", status: .queued)
private let delivered = Receipt(providerMessageID: "SM1", status: .delivered)
private let undelivered = Receipt(providerMessageID: "SM1", status: .undelivered)

/// News of a first attempt under way, and what the rows say after it.
private struct Case {
    let news: News
    let status: DeliveryStatus
    let state: AttemptState
    /// The last line of the timeline.
    let line: String
    var isTriedAgain = false
    var isChecked = false
    var isFinished = false
    var errorCode: String?
}

private let cases = [
    Case(
        news: .accepted(accepted),
        status: .queued,
        state: .accepted,
        line: "accepted",
        isChecked: true
    ),
    Case(news: .found(accepted), status: .queued, state: .accepted, line: "found", isChecked: true),
    Case(
        news: .reported(Receipt(providerMessageID: "SM1", status: .sent), nil),
        status: .sent,
        state: .accepted,
        line: "reported",
        isChecked: true
    ),
    Case(
        news: .reported(delivered, nil),
        status: .delivered,
        state: .accepted,
        line: "reported",
        isChecked: true,  // for the price, which no report carries
        isFinished: true
    ),
    Case(
        news: .reported(undelivered, Fault(code: "30006", errorClass: .permanent)),
        status: .undelivered,
        state: .accepted,
        line: "failed",
        isChecked: true,
        isFinished: true,
        errorCode: "30006"
    ),
    Case(
        news: .reported(undelivered, Fault(code: "30003", errorClass: .transient)),
        status: .scheduled,
        state: .accepted,
        line: "retryScheduled",
        isTriedAgain: true,
        isChecked: true,
        errorCode: "30003"
    ),
    Case(
        news: .refused(Fault(code: "21211", message: "Invalid", errorClass: .permanent)),
        status: .failed,
        state: .refused,
        line: "failed",
        isFinished: true,
        errorCode: "21211"
    ),
    Case(
        news: .refused(Fault(code: "30001", errorClass: .transient)),
        status: .scheduled,
        state: .refused,
        line: "retryScheduled",
        isTriedAgain: true,
        errorCode: "30001"
    ),
    Case(
        news: .throttled(retryAfterSeconds: 60),
        status: .scheduled,
        state: .refused,
        line: "retryScheduled",
        isTriedAgain: true,
        errorCode: "provider-throttled"
    ),
    Case(
        news: .notSent(reason: "no route"),
        status: .scheduled,
        state: .refused,
        line: "retryScheduled",
        isTriedAgain: true,
        errorCode: "provider-not-reachable"
    ),
    Case(
        news: .answerLost(reason: "timeout"),
        status: .unknown,
        state: .unknown,
        line: "answerLost",
        isChecked: true
    ),
    Case(
        news: .absent,
        status: .scheduled,
        state: .absent,
        line: "retryScheduled",
        isTriedAgain: true,
        errorCode: "absent-at-provider"
    ),
    Case(news: .nothingNew, status: .queued, state: .started, line: "attempted", isChecked: true),
]

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `News of an attempt` {
    private let installation: Installation
    init() throws { installation = try Installation() }

    @Test func `is written with its line on the timeline`() throws {
        for (index, expected) in cases.enumerated() {
            let id = try installation.sending("T-\(index)")
            try installation.hear(expected.news.about("SM\(index)"), about: id)
            let detail = try #require(try installation.detail(id))
            let comment = Comment(rawValue: "\(expected.news)")
            #expect(detail.record.status == expected.status, comment)
            #expect(detail.attempts.map(\.state) == [expected.state], comment)
            #expect(detail.timeline.last?.kind == expected.line, comment)
            #expect((detail.record.nextAttemptAt != nil) == expected.isTriedAgain, comment)
            #expect((detail.record.finishedAt != nil) == expected.isFinished, comment)
            #expect(detail.record.errorCode == expected.errorCode, comment)
            #expect((detail.attempts[0].endedAt != nil) == (expected.state != .started), comment)
            let isChecked: Bool = try installation.value(
                "SELECT check_at IS NOT NULL FROM attempts WHERE message_id = \(id)::uuid"
            )
            #expect(isChecked == expected.isChecked, comment)
        }
    }

    @Test func `keeps how the call went`() throws {
        let id = try installation.sending()
        try installation.workers.forAll { connection in
            try Progressing.apply(
                [
                    .init(
                        messageID: id,
                        attemptNumber: 1,
                        news: .refused(
                            Fault(code: "21211", message: "No such number", errorClass: .permanent)
                        ),
                        call: .init(milliseconds: 123, httpStatus: 400)
                    )
                ],
                reportOverdueSeconds: 600,
                on: &connection
            )
        }
        let attempt = try #require(try installation.detail(id)?.attempts.first)
        #expect(attempt.milliseconds == 123)
        #expect(attempt.httpStatus == 400)
        #expect(attempt.errorCode == "21211")
        #expect(attempt.errorMessage == "No such number")
    }

    @Test func `of many messages and of one message twice is applied in order`() throws {
        let ids = try installation.ingestDue((1...20).map { "T-\($0)" })
        try installation.takeUp()
        let items = ids.enumerated().flatMap { index, id in
            [
                News.accepted(Receipt(providerMessageID: "SM\(index)", status: .queued)),
                .reported(
                    Receipt(providerMessageID: "SM\(index)", status: .delivered, segments: 4),
                    nil
                ),
            ].map { Progressing.Item(messageID: id, attemptNumber: 1, news: $0) }
        }
        try installation.workers.forAll { connection in
            try Progressing.apply(items, reportOverdueSeconds: 600, on: &connection)
        }
        for id in ids {
            #expect(try installation.status(id) == .delivered)
            #expect(
                try installation.timeline(id) == ["received", "attempted", "accepted", "reported"]
            )
        }
        #expect(try installation.value("SELECT count(*) FROM messages WHERE segments = 4") == 20)
    }

    @Test func `of nothing that is known changes nothing`() throws {
        let id = try installation.sending()
        try installation.hear(.reported(delivered, nil), about: id, attempt: 2)
        try installation.hear(.reported(delivered, nil), about: Installation.newID())
        try installation.workers.forAll { connection in
            try Progressing.apply([], reportOverdueSeconds: 600, on: &connection)
        }
        #expect(try installation.status(id) == .queued)
        #expect(try installation.timeline(id) == ["received", "attempted"])
    }

    /// Dispatch hears the answer to its call while the callback function hears a report.
    @Test func `from several sides at once is applied one after the other`() throws {
        let ids = try installation.ingestDue((1...12).map { "T-\($0)" })
        try installation.takeUp()
        let installation = self.installation
        let failureCount = Tally()
        Threads.run(4) { side in
            let news: News =
                side % 2 == 0 ? .accepted(accepted) : .reported(delivered, nil)
            let ordered = side < 2 ? ids : ids.reversed()
            let items = ordered.enumerated().map { index, id in
                Progressing.Item(messageID: id, attemptNumber: 1, news: news.about("SM\(id)"))
            }
            do {
                try installation.workers.forAll { connection in
                    try Progressing.apply(items, reportOverdueSeconds: 600, on: &connection)
                }
            } catch {
                failureCount.add(side)
            }
        }
        #expect(failureCount.count == 0)
        for id in ids { #expect(try installation.status(id) == .delivered) }
    }
}

extension News {
    /// The same of a message that the provider calls so.
    fileprivate func about(_ id: String) -> News {
        switch self {
        case .accepted(var receipt):
            receipt.providerMessageID = id
            return .accepted(receipt)
        case .found(var receipt):
            receipt.providerMessageID = id
            return .found(receipt)
        case .reported(var receipt, let fault):
            receipt.providerMessageID = id
            return .reported(receipt, fault)
        default: return self
        }
    }
}
