import JSONParser
import Messaging
import Routing
import Store
import Web

extension StoredAccount {
    static let schema = Schema.object([
        "name": .string, "kind": .string, "origin": .oneOf(["settings", "configured"]),
        "everybodys": .boolean, "enabled": .boolean, "channel": .string, "settings": .anyObject,
        "secrets": .anyObject, "senders": .array(of: .anyObject),
        "countries": .array(of: .string).orNull, "dealerships": .array(of: .integer).orNull,
        "priority": .integer, "segmentsPerSecond": .number.orNull,
        "pricePerSegment": .string.orNull, "currency": .string.orNull,
        "document": .anyObject.orNull,
        "callbacks": .object(["status": .string, "inbound": .string]), "paused": .anyObject.orNull,
        "breaker": .object(["state": .string, "share": .integer]),
        "health": .object([
            "samples": .integer, "delivered": .integer,
            "successRate": Schema.number.about(
                "What routing reckons with: nearer to that of an ordinary provider than delivered by samples, the fewer samples there are."
            ),
            "medianSeconds": .number.orNull,
        ]),
    ])

    /// The account as the interface shows it to somebody, with how it does; `publicURL` is the
    /// address that the world knows us by.
    func json(_ route: ProviderRoute, publicURL: String, for caller: Caller) -> JSON {
        // The account of the settings has the addresses without a name.
        let name = id.isEmpty ? "" : "/\(self.name)"
        return [
            "name": .string(self.name), "kind": .string(kind),
            "origin": .string(id.isEmpty ? "settings" : "configured"),
            "everybodys": .bool(isEverybodys), "enabled": .bool(isEnabled),
            "channel": .string(channel.rawValue), "settings": Self.parsed(settings),
            "secrets": Self.masked(secretHints), "senders": .array(senders.map(\.json)),
            "countries": countries.map { .array($0.map(JSON.string)) } ?? .null,
            "dealerships": dealerships.map { .array($0.map { .int($0) }) } ?? .null,
            "priority": .int(priority),
            "segmentsPerSecond": segmentsPerSecond.map { .number("\($0)") } ?? .null,
            "pricePerSegment": .optional(price?.decimal),
            "currency": .optional(price?.currency.code),
            "document": document.map(Self.parsed) ?? .null,
            "callbacks": [
                "status": .string("\(publicURL)/webhook/status\(name)"),
                "inbound": .string("\(publicURL)/webhook/inbound\(name)"),
            ],
            "paused": route.pause.map { pause in
                pause.json(by: caller.name(of: pause.person, atEverybodys: isEverybodys))
            } ?? .null,
            "breaker": [
                "state": .string(route.breaker.state.rawValue), "share": .int(route.breaker.share),
            ],
            "health": route.health.json,
        ]
    }

    /// The names of the secrets that are kept.
    var secretNames: [String] {
        guard case .object(let object) = Self.parsed(secretHints) else { return [] }
        return object.members.map(\.name)
    }

    private static func parsed(_ text: String) -> JSON {
        (try? JSON(parsing: Array(text.utf8))) ?? .null
    }

    private static func masked(_ hints: String) -> JSON {
        guard case .object(let object) = parsed(hints) else { return .object(JSON.Object()) }
        let members = object.members.map { member in
            JSON.Object.Member(member.name, .string("…\(member.value.text ?? "")"))
        }
        return .object(JSON.Object(members))
    }
}

extension SenderLine {
    fileprivate var json: JSON {
        [
            "address": .string(address), "kind": .string(kind.rawValue),
            "areaCode": .optional(areaCode), "segmentsPerSecond": .number("\(segmentsPerSecond)"),
        ]
    }
}

extension ProviderRoute.Pause {
    fileprivate func json(by person: String?) -> JSON {
        ["since": .string(since), "reason": .string(reason), "by": .optional(person)]
    }
}

extension RouteHealth {
    fileprivate var json: JSON {
        [
            "samples": .int(samples), "delivered": .int(delivered),
            "successRate": .number("\((successRate * 1000).rounded() / 1000)"),
            "medianSeconds": medianSeconds.map { .number("\($0.rounded())") } ?? .null,
        ]
    }
}
