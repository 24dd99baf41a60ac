/// Which way a message goes, and why: of every candidate the reason stands here.
package struct RouteDecision: Sendable, Hashable {
    /// Nil when the message must wait.
    package let choice: Choice?
    package let considered: [Consideration]

    package struct Choice: Sendable, Hashable {
        package let name: String
        /// Nil when the provider chooses the sender itself.
        package let sender: String?
        package let reason: String
        package let senderReason: String?
    }

    package struct Consideration: Sendable, Hashable {
        package let name: String
        package let score: Double?
        /// Why it was not taken; nil for the one that was, and for those that merely scored less.
        package let obstacle: Obstacle?
        package let health: RouteHealth
    }

    /// How long the message waits before it asks again, in seconds; meaningless with a choice.
    package var waitSeconds: Double {
        considered.compactMap { $0.obstacle?.passesInSeconds }.min() ?? Self.noRouteWaitSeconds
    }

    /// What the message waits for, in a sentence.
    package var waitReason: String {
        guard choice == nil else { return "" }
        guard !considered.isEmpty else { return "No provider is configured." }
        let passing = considered.min { wait(for: $0) < wait(for: $1) }
        return passing.map { "\($0.name): \($0.sentence)" } ?? ""
    }

    private func wait(for candidate: Consideration) -> Double {
        candidate.obstacle?.passesInSeconds ?? .infinity
    }

    /// One sentence for each candidate, the chosen one first.
    package var explanation: [String] {
        var sentences: [String] = []
        if let choice {
            sentences.append("\(choice.name): taken; \(choice.reason)")
            if let sender = choice.sender, let reason = choice.senderReason {
                sentences.append("Sender \(sender): \(reason)")
            }
        }
        return sentences
            + considered.filter { $0.name != choice?.name }.map { "\($0.name): \($0.sentence)" }
    }

    private static let noRouteWaitSeconds = 300.0
}

extension RouteDecision.Consideration {
    package var sentence: String {
        if let obstacle { return obstacle.sentence }
        return "not taken; it scored \(score.map(RouteDecision.points) ?? "nothing")."
    }
}

extension RouteDecision {
    /// A score from 0 to 1 as people read it: points of a hundred.
    static func points(_ score: Double) -> String {
        let tenths = Int((score * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Why a message does not go through a provider.
package enum Obstacle: Sendable, Hashable {
    case notWanted
    case otherTenant
    case otherChannel(Channel)
    case otherCountry(String)
    case otherDealership
    case hasFailed
    case paused(reason: String)
    case broken(forSeconds: Int)
    case resting(forSeconds: Int)
    case full
    case senderBusy(forSeconds: Double)
    case reserve(behind: Int)

    package var sentence: String {
        switch self {
        case .notWanted: "the message tries out another provider."
        case .otherTenant: "it belongs to another tenant."
        case .otherChannel(let channel): "it sends by \(channel.rawValue) only."
        case .otherCountry(let country): "it is not used for \(country)."
        case .otherDealership: "it is not used for this dealership."
        case .hasFailed: "this message has failed through it already."
        case .paused(let reason): "it is paused: \(reason)"
        case .broken(let seconds):
            "it failed too often lately; it is tried again in \(seconds) seconds."
        case .resting(let seconds): "it asked for nothing more for \(seconds) seconds."
        case .full: "it is coming back after a failure and gets a part of the messages only."
        case .senderBusy(let seconds):
            "its senders have sent what carriers allow; the next is free in "
                + "\(Int(seconds.rounded(.up))) seconds."
        case .reserve(let priority): "it is a reserve for those with priority \(priority)."
        }
    }

    /// When it is worth asking again; nil when time alone does not change it.
    package var passesInSeconds: Double? {
        switch self {
        case .broken(let seconds), .resting(let seconds): Double(max(1, seconds))
        case .full: 2
        case .senderBusy(let seconds): max(0.1, seconds)
        case .paused: 60
        default: nil
        }
    }
}
