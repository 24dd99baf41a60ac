import Crypto
import Messaging

/// What the holes of a request may be filled with: the message and the account.
struct SendValues {
    private let message: OutboundMessage?
    private let account: [String: String]
    private let more: [String: String]
    let isGSM7: Bool

    init(_ message: OutboundMessage, account: [String: String]) {
        self.message = message
        self.account = account
        more = [:]
        isGSM7 = SegmentCount(of: message.body).encoding == .gsm7
    }

    /// Values for a request that is not about sending.
    init(_ values: [String: String], account: [String: String]) {
        message = nil
        self.account = account
        more = values
        isGSM7 = true
    }

    /// The names of a message's values; an account's settings and secrets come to these.
    static let messageNames: Set = [
        "to", "to.digits", "to.00", "from", "from.digits", "text", "text.gsm7", "text.ucs2hex",
        "id", "callback", "callback.plain", "segments",
    ]

    subscript(name: String) -> String? {
        guard let message else { return more[name] ?? account[name] }
        return switch name {
        case "to": message.to.rawValue
        case "to.digits": String(message.to.rawValue.dropFirst())
        case "to.00": "00\(message.to.rawValue.dropFirst())"
        case "from": sender
        case "from.digits": sender.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 }
        case "text": message.body
        case "text.gsm7": isGSM7 ? message.body : nil
        case "text.ucs2hex": isGSM7 ? nil : Self.utf16Hex(message.body)
        case "id": message.reference.description
        case "callback": message.statusCallback
        case "callback.plain": message.callbackURL
        case "segments": String(SegmentCount(of: message.body).segments)
        default: account[name]
        }
    }

    private var sender: String? { message?.sender ?? account["from"] }

    /// UTF-16 with the high byte first, as SMPP has it.
    private static func utf16Hex(_ text: String) -> String {
        Hex.encode(
            text.utf16.flatMap {
                [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
            }
        )
    }
}
