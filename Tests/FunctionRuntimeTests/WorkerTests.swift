import Synchronization
import Testing

@testable import FunctionRuntime

@Suite struct `A stop signal` {
    @Test func `cuts waiting short, for everyone and for good`() {
        let stop = StopSignal()
        #expect(!stop.isStopping)
        let duration = ContinuousClock().measure {
            Threads.runAll([
                { stop.wait(milliseconds: 60_000) }, { stop.wait(milliseconds: 60_000) },
                { stop.stop() },
            ])
            stop.wait(milliseconds: 60_000)
        }
        #expect(stop.isStopping)
        #expect(duration < .seconds(30))
    }

    @Test func `lets others wait their time`() {
        let stop = StopSignal()
        #expect(ContinuousClock().measure { stop.wait(milliseconds: 50) } >= .milliseconds(49))
        #expect(ContinuousClock().measure { stop.wait(milliseconds: 0) } < .seconds(10))
    }
}

@Suite struct `A duty` {
    private let log = Log(function: "test")

    @Test func `is done again at once while there is more, and rests when there is not`() {
        let stop = StopSignal()
        let count = Atomic(0)
        let duty = Duty("count", pauseMilliseconds: 40) { stop in
            switch count.add(1, ordering: .relaxed).newValue {
            case ..<100: return .more
            case 100: return .idle
            default:
                stop.stop()
                return .more
            }
        }
        let duration = ContinuousClock().measure { duty.perform(until: stop, log: log) }
        #expect(count.load(ordering: .relaxed) == 101)
        #expect(duration >= .milliseconds(39))
    }

    @Test func `goes on after a failure`() {
        struct Failure: Error {}
        let stop = StopSignal()
        let count = Atomic(0)
        let duty = Duty("fail", pauseMilliseconds: 0) { stop in
            if count.add(1, ordering: .relaxed).newValue == 1 { throw Failure() }
            stop.stop()
            return .idle
        }
        duty.perform(until: stop, log: log)
        #expect(count.load(ordering: .relaxed) == 2)
    }

    @Test func `is not begun once the signal is set`() {
        let stop = StopSignal()
        stop.stop()
        let duty = Duty("never", pauseMilliseconds: 0) { _ in
            Issue.record("begun")
            return .idle
        }
        duty.perform(until: stop, log: log)
    }
}

@Suite struct `Real threads` {
    @Test func `run every body, all at the same time`() {
        let arrived = Atomic(0)
        Threads.runAll(
            (0..<12).map { _ in
                {
                    arrived.add(1, ordering: .relaxed)
                    // Ends only when all twelve are there at once.
                    while arrived.load(ordering: .relaxed) < 12 {}
                }
            }
        )
        #expect(arrived.load(ordering: .relaxed) == 12)
        Threads.runAll([])
    }

    @Test func `may be let go`() {
        let stop = StopSignal()
        Threads.detach { stop.stop() }
        stop.wait(milliseconds: 60_000)
        #expect(stop.isStopping)
    }
}
