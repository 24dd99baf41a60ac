import Store
import Synchronization
import TestSupport
import Testing

private struct BadItem: Error, Equatable {
    let item: Int
}

@Suite struct `A group commit` {
    @Test(arguments: [(1, 1), (1, 3), (2, 64), (4, 7)])
    func `never loses the lead, and gives everyone their own outcome`(_ leaders: Int, _ items: Int)
    {
        let largest = Atomic(0)
        let concurrent = Atomic(0)
        let mostConcurrent = Atomic(0)
        let commits = GroupCommit<Int, Int>(itemsMax: items, leadersMax: leaders) { batch in
            largest.max(batch.count, ordering: .relaxed)
            mostConcurrent.max(
                concurrent.add(1, ordering: .relaxed).newValue,
                ordering: .relaxed
            )
            defer { concurrent.subtract(1, ordering: .relaxed) }
            return batch.map { -$0 }
        }
        let right = Atomic(0)
        Threads.run(32) { thread in
            for round in 0..<800 {
                let item = thread * 1000 + round
                if (try? commits.submit(item)) == -item { right.add(1, ordering: .relaxed) }
            }
        }
        #expect(right.load(ordering: .relaxed) == 32 * 800)
        #expect(largest.load(ordering: .relaxed) <= items)
        #expect(items == 1 || largest.load(ordering: .relaxed) > 1)
        #expect(mostConcurrent.load(ordering: .relaxed) <= leaders)
    }

    @Test func `does everything exactly once`() {
        let done = Mutex<[Int: Int]>([:])
        let commits = GroupCommit<Int, Void>(itemsMax: 5) { batch in
            done.withLock { for item in batch { $0[item, default: 0] += 1 } }
            return batch.map { _ in () }
        }
        Threads.run(16) { thread in
            for round in 0..<250 { try? commits.submit(thread * 1000 + round) }
        }
        let counts = done.withLock { $0 }
        #expect(counts.count == 16 * 250)
        #expect(counts.values.allSatisfy { $0 == 1 })
    }

    /// Work that stores all or nothing is done again for each of a batch that failed.
    @Test func `fails the bad item alone`() {
        let commits = GroupCommit<Int, Int>(itemsMax: 8, leadersMax: 1) { batch in
            if let bad = batch.first(where: { $0 % 7 == 0 }) { throw BadItem(item: bad) }
            return batch
        }
        let wrong = Mutex<[Int]>([])
        Threads.run(16) { thread in
            for round in 0..<200 {
                let item = thread * 200 + round
                let outcome = Result { try commits.submit(item) }
                let isRight =
                    switch outcome {
                    case .success(let value): value == item && item % 7 != 0
                    case .failure(let error): (error as? BadItem) == BadItem(item: item)
                    }
                if !isRight { wrong.withLock { $0.append(item) } }
            }
        }
        #expect(wrong.withLock { $0 } == [])
    }

    @Test func `lets a lone item through at once`() throws {
        let commits = GroupCommit<Int, Int>(itemsMax: 1) { $0 }
        #expect(try commits.submit(5) == 5)
        #expect(try commits.submit(6) == 6)
    }
}
