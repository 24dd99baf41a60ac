import FunctionRuntime
import Store
import Synchronization

/// Lets those who watch know that a customer wrote.
final class InboundNews: Sendable {
    private let database: Database
    private let publisher: Publisher
    private let heard = Mutex(Heard())

    private struct Heard {
        /// Nil before the first look, which only finds out where news begins.
        var last: Int64?
        /// The latest that were told: a smaller id may be committed after a larger one.
        var told: Set<Int64> = []
    }

    /// How far behind the newest id a late commit is still found.
    private static let overlap: Int64 = 50

    init(database: Database, publisher: Publisher) {
        self.database = database
        self.publisher = publisher
    }

    func tell() throws -> Duty.Outcome {
        let last = heard.withLock(\.last)
        let found = try database.forAll { connection in
            try Inbound.newest(after: last.map { $0 - Self.overlap }, on: &connection)
        }
        let news = heard.withLock { heard in
            let news = last == nil ? [] : found.filter { !heard.told.contains($0.id) }
            heard.last = max(heard.last ?? 0, found.map(\.id).max() ?? 0)
            heard.told = Set(found.map(\.id))
            return news
        }
        for tenant in Set(news.map(\.tenant)) { publisher.publishAnything(to: tenant) }
        return .idle
    }
}
