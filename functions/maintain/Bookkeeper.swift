import FunctionRuntime
import Store

/// Settles what was reserved for messages, and lets go of those for which there is money again.
struct Bookkeeper: Sendable {
    let database: Database

    private static let settledMax = 500
    private static let releasedMax = 500

    func keep() throws -> Duty.Outcome {
        // Settled first, since what is given back lets others go.
        let settled = try database.inTransaction { connection in
            try Settling.settle(limit: Self.settledMax, on: &connection)
        }
        _ = try database.inTransaction { connection in
            try Settling.release(limit: Self.releasedMax, on: &connection)
        }
        return settled == Self.settledMax ? .more : .idle
    }
}
