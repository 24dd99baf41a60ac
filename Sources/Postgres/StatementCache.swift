/// The statements that one connection has prepared, by their text.
struct StatementCache {
    /// Enough for every statement of the program; what comes after runs unnamed.
    ///
    /// Without a bound, texts joined from optional filters would grow the server's memory.
    static let countMax = 256

    private var names: [String: String] = [:]
    private var lastNumber = 0

    /// The name under which the server knows a text.
    func name(of text: String) -> String? { names[text] }

    /// A name that this connection has not used, or none when it has enough.
    mutating func newName() -> String? {
        guard names.count < StatementCache.countMax else { return nil }
        lastNumber += 1
        return "s\(lastNumber)"
    }

    mutating func record(_ name: String, for text: String) { names[text] = name }

    mutating func forget(_ text: String) { names[text] = nil }

    mutating func forgetAll() { names.removeAll() }
}
