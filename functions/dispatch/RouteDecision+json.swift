import Messaging
import Routing
import Web

extension RouteDecision {
    /// The decision as it stands with the attempt.
    var jsonText: String {
        let candidates = considered.map { candidate -> JSON in
            [
                "name": .string(candidate.name),
                "score": candidate.score.map { .number("\(($0 * 1000).rounded() / 1000)") }
                    ?? .null,
                "samples": .int(candidate.health.samples),
                "successRate": .number("\((candidate.health.successRate * 1000).rounded() / 1000)"),
                "medianSeconds": candidate.health.medianSeconds.map { .number("\($0.rounded())") }
                    ?? .null,
                "priceMicros": .optional(candidate.health.price?.micros),
                "priceCurrency": .optional(candidate.health.price?.currency.code),
                "obstacle": .optional(candidate.obstacle?.sentence),
            ]
        }
        let json: JSON = [
            "provider": .optional(choice?.name), "sender": .optional(choice?.sender),
            "explanation": .array(explanation.map(JSON.string)), "candidates": .array(candidates),
        ]
        return json.serializedText
    }
}
