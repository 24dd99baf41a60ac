import Messaging
import Providers
import Web

extension Message {
    /// The Message resource as the API of 2010 shows it: counts and prices are strings.
    func document(accountSID: String, nowMilliseconds now: Int64) -> JSON {
        let taken = stepsTaken(nowMilliseconds: now)
        let last = taken[taken.endIndex - 1]
        let uri = "/2010-04-01/Accounts/\(accountSID)/Messages/\(sid)"
        // A pool chooses its sender, and counts segments, when the message leaves the queue.
        let isUndecided = last.status == "accepted"
        return [
            "account_sid": .string(accountSID),
            "api_version": "2010-04-01",
            "body": .string(body),
            "date_created": .string(Self.date(createdAtMilliseconds)),
            "date_sent": .optional(sentAtMilliseconds(nowMilliseconds: now).map(Self.date)),
            "date_updated": .string(Self.date(last.atMilliseconds)),
            "direction": .string(direction.rawValue),
            "error_code": .optional(last.errorCode),
            "error_message": .optional(last.errorCode.map(Self.errorMessage)),
            "from": isUndecided ? .null : .string(from),
            "messaging_service_sid": .optional(messagingServiceSID),
            "num_media": "0",
            "num_segments": .string(isUndecided ? "0" : String(segments)),
            "price": .optional(price(nowMilliseconds: now)),
            "price_unit": "USD",
            "sid": .string(sid),
            "status": .string(last.status),
            "subresource_uris": ["media": .string("\(uri)/Media.json")],
            "to": .string(to),
            "uri": .string("\(uri).json"),
        ]
    }

    /// How the ledger shows it: for people and tests, not in Twilio's manner.
    func ledgerEntry(nowMilliseconds now: Int64) -> JSON {
        let taken = stepsTaken(nowMilliseconds: now)
        let last = taken[taken.endIndex - 1]
        return [
            "sid": .string(sid), "direction": .string(direction.rawValue), "to": .string(to),
            "from": .string(from), "body": .string(body), "status": .string(last.status),
            "errorCode": .optional(last.errorCode), "segments": .int(segments),
            "statusCallback": .optional(statusCallback),
            "createdAtMilliseconds": .int(createdAtMilliseconds),
            "history": .array(taken.map { .string($0.status) }),
        ]
    }

    static func errorMessage(_ code: Int) -> String {
        ErrorCatalogue.lookup(ProviderErrorCode(rawValue: code))?.meaning ?? "Error \(code)"
    }

    private static func date(_ milliseconds: Int64) -> String {
        InternetDate.text(unixSeconds: milliseconds / 1_000)
    }
}
