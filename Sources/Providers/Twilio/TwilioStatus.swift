import Messaging

/// Twilio's words for how far a message has come.
enum TwilioStatus {
    /// Nil for words about inbound messages and for words that are yet to be invented.
    static func status(_ word: String) -> DeliveryStatus? {
        switch word {
        // Taken and waiting, for a sender to be chosen, for a time or for its turn.
        case "accepted", "scheduled", "queued": .queued
        case "sending": .sending
        case "sent": .sent
        // A read message has been delivered; plain SMS never says so.
        case "delivered", "read": .delivered
        // Some parts of a long message did not arrive, so what did cannot be read.
        case "undelivered", "partially_delivered": .undelivered
        case "failed": .failed
        case "canceled": .cancelled
        default: nil
        }
    }
}
