import Messaging

/// What happens at some moment of the virtual clock.
enum Happening {
    /// A worker calls the provider about an attempt that it has recorded.
    case call(Place, by: Worker)
    /// The end of a call reaches the worker that made it.
    case answer(News, Place, by: Worker)
    /// The end of a question reaches the worker that asked it.
    case settled(Place, Settlement.Answer, by: Worker)
    /// The provider reports.
    case report(Receipt, Fault?, Place)
    /// The customer wrote STOP.
    case stop(recipient: Int)

    struct Place: Hashable {
        let message: Int
        let attempt: Int
    }

    /// A worker in one of its lives: what it knew is lost when it crashes.
    struct Worker: Hashable {
        let number: Int
        let life: Int
    }
}

/// What is to happen, in the order of time and, at the same second, in the order of chance.
struct Agenda {
    private var entries: [(second: Int, happening: Happening)] = []

    var nextSecond: Int? { entries.last?.second }

    mutating func add(_ happening: Happening, at second: Int) {
        // The latest comes first, so that the next is the last.
        let index = entries.firstIndex { $0.second <= second } ?? entries.endIndex
        entries.insert((second, happening), at: index)
    }

    mutating func next() -> (second: Int, happening: Happening)? { entries.popLast() }
}
