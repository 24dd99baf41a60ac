import Web

/// What the journal records.
enum Record {
    case message(Message)
    /// A callback was delivered or given up.
    case callbackEnded(CallbackKey)
    case behaviour(Behaviour)
}

/// Which callback: of which message, which of its steps, and which copy.
struct CallbackKey: Sendable, Hashable {
    let sid: String
    let step: Int
    let copy: Int
}

extension Record {
    var json: JSON {
        switch self {
        case .message(let message): ["message": message.json]
        case .callbackEnded(let key):
            ["callbackEnded": [.string(key.sid), .int(key.step), .int(key.copy)]]
        case .behaviour(let behaviour): ["behaviour": behaviour.json]
        }
    }

    /// Nil for a record of another version.
    init?(_ json: JSON) {
        if let found = json["message"].flatMap(Message.init(json:)) {
            self = .message(found)
        } else if case .array(let parts)? = json["callbackEnded"], parts.count == 3,
            let sid = parts[0].text, let step = parts[1].integer, let copy = parts[2].integer
        {
            self = .callbackEnded(CallbackKey(sid: sid, step: step, copy: copy))
        } else if case .object(let object)? = json["behaviour"],
            let found = try? Behaviour().changed(by: Input(body: object))
        {
            self = .behaviour(found)
        } else {
            return nil
        }
    }
}

extension Message {
    var json: JSON {
        [
            "sid": .string(sid), "direction": .string(direction.rawValue), "to": .string(to),
            "from": .string(from), "service": .optional(messagingServiceSID),
            "body": .string(body), "segments": .int(segments),
            "statusCallback": .optional(statusCallback), "steps": .array(steps.map(\.json)),
        ]
    }

    init?(json: JSON) {
        guard let sid = json["sid"]?.text,
            let direction = json["direction"]?.text.flatMap(Direction.init),
            let to = json["to"]?.text, let from = json["from"]?.text, let body = json["body"]?.text,
            let segments = json["segments"]?.integer, case .array(let steps)? = json["steps"]
        else { return nil }
        self.init(
            sid: sid,
            direction: direction,
            to: to,
            from: from,
            messagingServiceSID: json["service"]?.text,
            body: body,
            segments: segments,
            statusCallback: json["statusCallback"]?.text,
            steps: steps.compactMap(Step.init(json:))
        )
    }
}

extension Message.Step {
    var json: JSON {
        [
            "status": .string(status), "errorCode": .optional(errorCode),
            "at": .int(atMilliseconds),
            "callbacks": .array(
                callbacks.map { ["at": .int($0.atMilliseconds), "token": .string($0.token)] }
            ),
        ]
    }

    init?(json: JSON) {
        guard let status = json["status"]?.text, let time = json["at"]?.integer,
            case .array(let callbacks)? = json["callbacks"]
        else { return nil }
        self.init(
            status: status,
            errorCode: json["errorCode"]?.integer,
            atMilliseconds: Int64(time),
            callbacks: callbacks.compactMap { json in
                guard let time = json["at"]?.integer, let token = json["token"]?.text else {
                    return nil
                }
                return Message.Callback(atMilliseconds: Int64(time), token: token)
            }
        )
    }
}

extension JSON {
    /// The value as a whole number, if it is one.
    var integer: Int? {
        guard case .number(let digits) = self else { return nil }
        return Int(digits)
    }
}
