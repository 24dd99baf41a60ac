import Messaging
import Web

/// A request to send, checked as Twilio checks it and in its order.
struct SendRequest: Hashable {
    let to: String
    let from: String?
    let messagingServiceSID: String?
    let body: String
    let statusCallback: String?

    /// Twilio's limit, in UTF-16 units.
    static let bodyLengthMax = 1_600

    /// `ownedSenders` are the numbers that may be named as `From`.
    init(_ form: Form, ownedSenders: Set<String>) throws(TwilioError) {
        to = try Self.require(form["To"], 21604, "A 'To' phone number is required.")
        from = form["From"].flatMap { $0.isEmpty ? nil : $0 }
        messagingServiceSID = form["MessagingServiceSid"].flatMap { $0.isEmpty ? nil : $0 }
        if from == nil, messagingServiceSID == nil {
            throw TwilioError(21603, "A 'From' phone number is required.")
        }
        let hasMedia = form["MediaUrl"] != nil
        body =
            hasMedia
            ? form["Body"] ?? ""
            : try Self.require(form["Body"], 21602, "Message body is required.")
        statusCallback = form["StatusCallback"].flatMap { $0.isEmpty ? nil : $0 }
        try checkRecipient()
        try checkSender(ownedSenders)
        try checkContent(form)
    }

    // MARK: -

    private static func require(
        _ value: String?,
        _ code: Int,
        _ message: String
    ) throws(TwilioError) -> String {
        guard let value, !value.isEmpty else { throw TwilioError(code, message) }
        return value
    }

    private func checkRecipient() throws(TwilioError) {
        guard (try? E164(to)) != nil else {
            throw TwilioError(21211, "The 'To' number \(to) is not a valid phone number.")
        }
    }

    private func checkSender(_ ownedSenders: Set<String>) throws(TwilioError) {
        if let messagingServiceSID {
            let digits = messagingServiceSID.dropFirst(2)
            guard messagingServiceSID.hasPrefix("MG"), digits.utf8.count == 32,
                digits.allSatisfy(\.isHexDigit)
            else {
                throw TwilioError(21701, "The Messaging Service does not exist.")
            }
        }
        guard let from else { return }
        if let code = MagicNumbers.refusedSenders[from] {
            throw TwilioError(code, "The 'From' number \(from) cannot send: error \(code).")
        }
        guard ownedSenders.contains(from) else {
            throw TwilioError(
                21606,
                "The 'From' phone number provided (\(from)) is not a valid message-capable Twilio "
                    + "phone number for this destination/account."
            )
        }
    }

    private func checkContent(_ form: Form) throws(TwilioError) {
        guard body.utf16.count <= Self.bodyLengthMax else {
            throw TwilioError(
                21617,
                "The concatenated message body exceeds the 1600 character limit."
            )
        }
        if let statusCallback, !Self.isCallbackURL(statusCallback) {
            throw TwilioError(21609, "The StatusCallback URL \(statusCallback) is not a valid URL.")
        }
        if let period = form["ValidityPeriod"], !(1...36_000).contains(Int(period) ?? 0) {
            throw TwilioError(21624, "The ValidityPeriod \(period) is not valid.")
        }
        guard form["ScheduleType"] == nil, form["SendAt"] == nil else {
            throw TwilioError(20001, "The sandbox sends at once: it does not know SendAt.")
        }
    }

    private static func isCallbackURL(_ text: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else {
            return false
        }
        let host = text.dropFirst(scheme.count).prefix { !"/?#:".contains($0) }
        return !host.isEmpty && !host.contains("_")
            && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
}
