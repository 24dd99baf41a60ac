import Messaging

/// What a provider's words for a status mean; without regard to case.
///
/// A word that ends in `*` stands for every one that begins so, and the longest counts.
struct StatusWords: Sendable, Hashable {
    private var exact: [String: DeliveryStatus] = [:]
    private var beginnings: [(text: String, status: DeliveryStatus)] = []

    mutating func add(_ word: String, _ status: DeliveryStatus) {
        let word = word.lowercased()
        if word.hasSuffix("*") {
            beginnings.append((String(word.dropLast()), status))
            beginnings.sort { $0.text.count > $1.text.count }
        } else {
            exact[word] = status
        }
    }

    /// Nil for a word that means no change, or that we do not know.
    subscript(word: String) -> DeliveryStatus? {
        let word = word.lowercased()
        return exact[word] ?? beginnings.first { word.hasPrefix($0.text) }?.status
    }

    /// What a document may call a status; `expired` and `rejected` are ends without arrival.
    static let names: [String: DeliveryStatus] = [
        "queued": .queued, "sent": .sent, "delivered": .delivered, "undelivered": .undelivered,
        "failed": .failed, "expired": .undelivered, "rejected": .failed, "cancelled": .cancelled,
    ]

    static func == (one: StatusWords, other: StatusWords) -> Bool {
        one.exact == other.exact
            && one.beginnings.map(\.text) == other.beginnings.map(\.text)
            && one.beginnings.map(\.status) == other.beginnings.map(\.status)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(exact) }
}
