package import Web

/// Hears of a function's exchanges, each after its answer was written.
package protocol ExchangeObserver: Sendable {
    init(_ platform: Platform) throws
    /// Must not wait for anything: a request's thread calls it.
    func note(_ exchange: AnsweredExchange)
}

/// One request and what it was answered.
package struct AnsweredExchange: Sendable {
    /// With the caller, where one was let in.
    package let request: Request
    package let route: Route
    package let status: Status
    /// Empty for an answer that was streamed.
    package let body: [UInt8]
    package let milliseconds: Double
}
