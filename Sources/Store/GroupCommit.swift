private import Synchronization

/// Lets requests that come at the same time share one commit.
///
/// The first thread to come becomes the leader: it takes everything that waits, works it off in one
/// transaction, and hands the lead to a thread that came meanwhile. The slower the disk, the more
/// requests share a commit; a lone request waits for nobody.
package final class GroupCommit<Item: Sendable, Outcome: Sendable>: Sendable {
    private let itemsMax: Int
    private let leadersMax: Int
    private let work: @Sendable ([Item]) throws -> [Outcome]
    private let state = Mutex(State())

    private struct State {
        var waiting: [Ticket<Item, Outcome>] = []
        var leaders = 0
    }

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
        let leads = state.withLock { state in
            guard state.leaders == leadersMax else {
                state.leaders += 1
                return true
            }
            state.waiting.append(ticket)
            return false
        }
        if leads || ticket.wait() == .lead {
            workOff([ticket] + takeWaiting())
            handOver()
        }
        return try ticket.outcome()
    }

    private func takeWaiting() -> [Ticket<Item, Outcome>] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(itemsMax - 1))
            state.waiting.removeFirst(taken.count)
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
        } catch  where tickets.count > 1 {
            for ticket in tickets { workOff([ticket]) }
        } catch {
            for ticket in tickets { ticket.finish(.failure(error)) }
        }
    }
}
