import Messaging

/// What happens at some moment of the virtual clock.
enum Happening {
    /// A worker calls a provider about an attempt that it has recorded.
    case call(Place, by: Worker)
    /// A worker writes down how a call ended.
    case answer(News, Place, by: Worker)
    /// The end of a question reaches the worker that asked it.
    case settled(Settlement.Question, Settlement.Answer, Place, by: Worker)
    /// A worker writes down what it concluded from the end of a question.
    case concluded(News, Place, by: Worker)
    /// A provider reports.
    case report(Receipt, Fault?, Place, through: String)
    /// The customer wrote STOP.
    case stop(recipient: Int)
    /// The customer wrote START.
    case start(recipient: Int)
    /// The business withdraws a message.
    case cancel(message: Int)
    /// A person asks to try a message again that has failed.
    case retry(message: Int)

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

extension Happening.Place: CustomStringConvertible {
    var description: String { "message \(message), attempt \(attempt)" }
}

extension Happening.Worker: CustomStringConvertible {
    var description: String { "worker \(number)" }
}

/// What is to happen, in the order of time and, at the same second, of being thought of.
struct Agenda {
    private var entries: [(second: Int, happening: Happening)] = []

    var nextSecond: Int? { entries.last?.second }

    mutating func add(_ happening: Happening, at second: Int) {
        // The latest comes first, so that the next is the last.
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].second > second { low = middle + 1 } else { high = middle }
        }
        entries.insert((second, happening), at: low)
    }

    mutating func next() -> (second: Int, happening: Happening)? { entries.popLast() }
}
