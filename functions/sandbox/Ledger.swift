import Synchronization
import Web

/// Every message that was taken, in memory and in the journal.
///
/// A record is in the journal before anybody is told of it, so what a client was answered is still
/// true after the process was killed. The journal is written outside the lock: records of different
/// messages may stand in any order.
final class Ledger: Sendable {
    private let journal: Journal
    private let state = Mutex(State())
    /// Apart from the rest, so that every request to send waits for less.
    private let optOuts = Mutex(OptOuts())

    private struct State {
        /// Oldest first.
        var messages: [Message] = []
        var positions: [String: Int] = [:]
        /// Positions by recipient, because that is what lists are asked for.
        var recipients: [String: [Int]] = [:]
        var endedCallbacks: Set<CallbackKey> = []
        var behaviour = Behaviour()

        mutating func insert(_ message: Message) {
            positions[message.sid] = messages.count
            recipients[message.to, default: []].append(messages.count)
            messages.append(message)
        }
    }

    /// Reads what the journal holds.
    init(journalPath: String) throws(JournalError) {
        journal = try Journal(path: journalPath)
        state.withLock { state in
            journal.replay { record in
                switch Record(record) {
                case .message(let message):
                    state.insert(message)
                    note(message)
                case .callbackEnded(let key): state.endedCallbacks.insert(key)
                case .behaviour(let behaviour): state.behaviour = behaviour
                case nil: break
                }
            }
        }
    }

    var behaviour: Behaviour { state.withLock { $0.behaviour } }

    func change(to behaviour: Behaviour) throws {
        try journal.append(Record.behaviour(behaviour).json)
        state.withLock { $0.behaviour = behaviour }
    }

    func insert(_ message: Message) throws {
        try journal.append(Record.message(message).json)
        state.withLock { $0.insert(message) }
        note(message)
    }

    func find(_ sid: String) -> Message? {
        state.withLock { state in state.positions[sid].map { state.messages[$0] } }
    }

    /// Newest first; all of them, or those to one number.
    func messages(to recipient: String?) -> [Message] {
        state.withLock { state in
            guard let recipient else { return state.messages.reversed() }
            return (state.recipients[recipient] ?? []).reversed().map { state.messages[$0] }
        }
    }

    func hasOptedOut(_ recipient: String, from sender: String) -> Bool {
        optOuts.withLock { $0.contains(recipient, sender) }
    }

    /// Notes that a callback needs no more attention.
    func end(_ key: CallbackKey) {
        // Should this fail, the callback is delivered once more after a restart: no harm.
        try? journal.append(Record.callbackEnded(key).json)
        state.withLock { _ = $0.endedCallbacks.insert(key) }
    }

    /// Callbacks that have neither been delivered nor given up, with the times they are due.
    func owedCallbacks() -> [(key: CallbackKey, dueMilliseconds: Int64)] {
        state.withLock { state in
            state.messages.flatMap(Self.callbacks).filter { !state.endedCallbacks.contains($0.key) }
        }
    }

    static func callbacks(
        of message: Message
    ) -> [(key: CallbackKey, dueMilliseconds: Int64)] {
        message.steps.enumerated().flatMap { index, step in
            step.callbacks.enumerated().map { copy, callback in
                (CallbackKey(sid: message.sid, step: index, copy: copy), callback.atMilliseconds)
            }
        }
    }

    /// Forgets all messages, the callbacks still owed for them and every opt-out.
    func clear() throws {
        try state.withLock { state in
            journal.clear()
            try journal.append(Record.behaviour(state.behaviour).json)
            state.messages = []
            state.positions = [:]
            state.recipients = [:]
            state.endedCallbacks = []
        }
        optOuts.withLock { $0 = OptOuts() }
    }

    private func note(_ message: Message) {
        guard message.direction == .inbound else { return }
        optOuts.withLock { $0.note(message) }
    }
}
