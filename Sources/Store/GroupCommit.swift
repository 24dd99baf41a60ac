private import Postgres
private import Synchronization

/// Lets requests that come at the same time share one commit.
///
/// The first thread to come becomes the leader: it takes everything that waits, works it off in one
/// transaction, and hands the lead to a thread that came meanwhile. The slower the disk, the more
/// requests share a commit. A leader gives those whom the last commit answered a moment to come
/// back, because a commit costs the same for many as for one; a lone request waits for nobody.
package final class GroupCommit<Item: Sendable, Outcome: Sendable>: Sendable {
    private let itemsMax: Int
    private let leadersMax: Int
    private let work: @Sendable ([Item]) throws -> [Outcome]
    private let state = Mutex(State())
    /// Where a leader waits until a commit's worth of requests has come.
    private let gathering = Monitor()

    private struct State {
        var waiting: [Ticket<Item, Outcome>] = []
        var leaders = 0
        /// How many the last commit took: about as many are likely to come again.
        var countExpected = 1

        /// Whether those who wait and the leader are as many.
        var isComplete: Bool { waiting.count + 1 >= countExpected }
    }

    /// A CRM does not notice this much, and it is waited only where others were just before.
    private static var gatherMicroseconds: Int { 5000 }

    /// - Parameters:
    ///   - itemsMax: how many items one commit takes at most.
    ///   - leadersMax: how many commits may be under way at once.
    ///   - work: stores all items or none, and answers one outcome for each in their order.
    package init(
        itemsMax: Int,
        leadersMax: Int = 2,
        work: @escaping @Sendable ([Item]) throws -> [Outcome]
    ) {
        self.itemsMax = itemsMax
        self.leadersMax = leadersMax
        self.work = work
    }

    /// Returns when the item is committed.
    package func submit(_ item: Item) throws -> Outcome {
        let ticket = Ticket<Item, Outcome>(item)
        let (leads, isComplete) = state.withLock { state in
            guard state.leaders == leadersMax else {
                state.leaders += 1
                return (true, false)
            }
            state.waiting.append(ticket)
            return (false, state.isComplete)
        }
        if isComplete { endGathering() }
        if leads || ticket.wait() == .lead {
            gather()
            workOff([ticket] + takeWaiting())
            handOver()
        }
        return try ticket.outcome()
    }

    private func gather() {
        let end = ContinuousClock.now + .microseconds(Self.gatherMicroseconds)
        gathering.lock()
        defer { gathering.unlock() }
        while !state.withLock({ $0.isComplete }), gathering.wait(until: end) {}
    }

    private func endGathering() {
        gathering.lock()
        defer { gathering.unlock() }
        gathering.wakeOne()
    }

    private func takeWaiting() -> [Ticket<Item, Outcome>] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(itemsMax - 1))
            state.waiting.removeFirst(taken.count)
            state.countExpected = taken.count + 1
            return taken
        }
    }

    /// The next leader leaves the queue, so that no other leader takes its item as well.
    private func handOver() {
        let next = state.withLock { state -> Ticket<Item, Outcome>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.leaders -= 1
            return nil
        }
        next?.wake(.lead)
    }

    /// Works off a batch; when it fails, each item alone, so that one bad item fails only itself.
    private func workOff(_ tickets: [Ticket<Item, Outcome>]) {
        do {
            let outcomes = try work(tickets.map(\.item))
            for (ticket, outcome) in zip(tickets, outcomes) { ticket.finish(.success(outcome)) }
        } catch  where tickets.count > 1 && mayLieWithOne(error) {
            for ticket in tickets { workOff([ticket]) }
        } catch {
            for ticket in tickets { ticket.finish(.failure(error)) }
        }
    }

    /// A database that is away fails all alike, and asking it again for each would take long.
    private func mayLieWithOne(_ error: any Error) -> Bool {
        switch error as? PostgresError {
        case .connection, .poolTimeout, .deadlineExceeded: false
        default: true
        }
    }
}
