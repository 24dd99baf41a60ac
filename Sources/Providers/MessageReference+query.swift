import Web

extension MessageReference {
    /// As the address of a status callback carries it.
    var query: String { "m=\(messageID)&a=\(attempt)" }

    /// Reads it from the query of a callback.
    init?(query: Form) {
        guard let messageID = query["m"], let attempt = query["a"].flatMap({ Int($0) }) else {
            return nil
        }
        self.init(messageID: messageID, attempt: attempt)
    }
}
