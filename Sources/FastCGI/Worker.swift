import Glibc

/// One thread's share of the work: takes a connection from the gate, serves it, takes the next.
final class Worker {
    private let gate: Gate
    private let stop: StopSignal
    private let conversation: Conversation
    private let handler: @Sendable (borrowing Exchange) -> Void

    init(
        gate: Gate,
        stop: StopSignal,
        limits: Limits,
        concurrency: Int,
        handler: @escaping @Sendable (borrowing Exchange) -> Void
    ) throws(FastCGIError) {
        self.gate = gate
        self.stop = stop
        self.handler = handler
        conversation = try Conversation(limits: limits, stop: stop, concurrency: concurrency)
    }

    /// Returns when the process is leaving.
    func run() {
        while let connection = gate.next() { serve(connection) }
    }

    /// Serves requests until the peer pauses, then puts the connection aside, or closes it.
    private func serve(_ connection: Gate.Connection) {
        var connection = connection
        var patience = Duration.zero
        conversation.reader.intake.attach(connection.descriptor)
        while true {
            switch conversation.reader.intake.awaitFirstByte(for: patience) {
            case .silence where !stop.isRaised:
                return gate.put(aside: connection)
            case .silence where patience == .zero && connection.firstByteDeadline != nil:
                // Taken from the queue, so no other process can serve what the peer is about to send.
                patience = connection.firstByteDeadline.map { $0 - .now } ?? .zero
                connection.firstByteDeadline = nil
            case .bytes where conversation.exchange(handler) && !stop.isRaised:
                patience = .zero
                connection.firstByteDeadline = nil
            case .bytes, .silence, .end:
                close(connection.descriptor)
                return
            }
        }
    }
}
