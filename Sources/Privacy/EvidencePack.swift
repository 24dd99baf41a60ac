import Crypto
import JSONParser
import Messaging
package import Store
import Views
package import Web

/// Evidence with what proves that nobody altered it: the SHA-256 of the evidence as it is written.
///
/// The same evidence has the same digest whenever it is gathered.
package struct EvidencePack: Sendable {
    package let evidence: Evidence
    /// 64 hexadecimal digits.
    package let digest: String
    private let content: JSON

    package init(_ evidence: Evidence) {
        self.evidence = evidence
        content = evidence.json
        digest = Hex.encode(SHA256.digest(content.serialized))
    }

    package static let schema = Schema.object([
        "gatheredAt": .timestamp,
        "sha256": Schema.string.about("Of the bytes of evidence, as they stand here."),
        "evidence": .object([
            "business": .string, "phone": .string,
            "origins": .array(
                of: .object([
                    "at": .timestamp, "transactionId": .string, "kind": .string,
                    "dealership": .string.orNull, "completedAt": Schema.timestamp.orNull,
                    "givenBy": .string.orNull, "source": .string.orNull,
                ])
            ),
            "optOuts": .array(
                of: .object([
                    "reason": .string, "source": .string, "note": .string, "addedBy": .string,
                    "addedAt": .timestamp, "releasedBy": .string.orNull,
                    "releasedAt": Schema.timestamp.orNull, "releaseNote": .string.orNull,
                ])
            ),
            "replies": .array(
                of: .object([
                    "at": .timestamp, "to": .string, "text": .string, "understoodAs": .string,
                    "provider": .string, "providerMessageId": .string,
                    "messagesCancelled": .integer,
                ])
            ),
            "messages": .array(
                of: .object([
                    "message": MessageDetail.schema,
                    "template": Schema.object([
                        "name": .string, "version": .integer, "text": .string,
                        "writtenBy": .string.orNull, "writtenAt": .timestamp,
                    ]).orNull,
                    "routes": .array(
                        of: .object([
                            "attempt": .integer, "provider": .string, "at": .timestamp,
                            "explanation": .array(of: .string),
                        ])
                    ),
                ])
            ),
        ]),
    ])

    package var json: JSON {
        [
            "gatheredAt": .string(evidence.gatheredAt), "sha256": .string(digest),
            "evidence": content,
        ]
    }
}

extension Evidence {
    fileprivate var json: JSON {
        [
            "business": .string(business), "phone": .string(number.rawValue),
            "origins": .array(origins.map(\.json)), "optOuts": .array(optOuts.map(\.evidence)),
            "replies": .array(replies.map(\.json)), "messages": .array(messages.map(\.json)),
        ]
    }
}

extension Evidence.Origin {
    fileprivate var json: JSON {
        [
            "at": .string(at), "transactionId": .string(transactionID),
            "kind": .string(kind.rawValue), "dealership": .optional(dealership),
            "completedAt": .optional(completedAt), "givenBy": .optional(givenBy),
            "source": .optional(source),
        ]
    }
}

extension SuppressionRecord {
    fileprivate var evidence: JSON {
        [
            "reason": .string(reason), "source": .string(source), "note": .string(note),
            "addedBy": .string(addedBy), "addedAt": .string(addedAt),
            "releasedBy": .optional(releasedBy), "releasedAt": .optional(releasedAt),
            "releaseNote": .optional(releaseNote),
        ]
    }
}

extension Evidence.Reply {
    fileprivate var json: JSON {
        [
            "at": .string(at), "to": .string(to), "text": .string(text),
            "understoodAs": .string(understoodAs), "provider": .string(provider),
            "providerMessageId": .string(providerMessageID),
            "messagesCancelled": .int(cancelledCount),
        ]
    }
}

extension Evidence.Message {
    fileprivate var json: JSON {
        [
            "message": detail.json, "template": template?.json ?? .null,
            "routes": .array(ways.map(\.evidence)),
        ]
    }
}

extension Evidence.Template {
    fileprivate var json: JSON {
        [
            "name": .string(name), "version": .int(version), "text": .string(text),
            "writtenBy": .optional(writtenBy), "writtenAt": .string(writtenAt),
        ]
    }
}

extension RouteDecisions.Line {
    private var told: [JSON] {
        let decision = decision.flatMap { try? JSON(parsing: Array($0.utf8)) }
        guard case .array(let sentences) = decision?["explanation"] else { return [] }
        return sentences
    }

    /// Why an attempt went its way, in sentences; empty where there was only one.
    package var explanation: [String] { told.compactMap(\.text) }

    fileprivate var evidence: JSON {
        [
            "attempt": .int(attemptNumber), "provider": .string(provider), "at": .string(at),
            "explanation": .array(told),
        ]
    }
}
