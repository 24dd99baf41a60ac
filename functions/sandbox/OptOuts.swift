/// Who has answered STOP to which sender, as Twilio keeps it for long codes.
struct OptOuts {
    private var pairs: Set<[String]> = []

    private static let stopWords: Set<String> = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT",
    ]
    private static let startWords: Set<String> = ["START", "YES", "UNSTOP"]

    func contains(_ recipient: String, _ sender: String) -> Bool {
        pairs.contains([recipient, sender])
    }

    /// Takes notice of an inbound message, if the whole of it is a keyword.
    mutating func note(_ message: Message) {
        let word = message.body.filter { !$0.isWhitespace }.uppercased()
        if Self.stopWords.contains(word) { pairs.insert([message.from, message.to]) }
        if Self.startWords.contains(word) { pairs.remove([message.from, message.to]) }
    }
}
