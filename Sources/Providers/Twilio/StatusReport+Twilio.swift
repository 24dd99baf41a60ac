import Messaging
package import Web

extension StatusReport {
    /// Reads Twilio's status callback.
    ///
    /// Parameters beyond those read here come and go unannounced.
    /// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
    package init(twilio form: Form) throws(RefusedCall) {
        let sid = try Self.require(form, "MessageSid", "SmsSid")
        guard sid.utf8.count <= 64, !sid.hasControlCharacters else {
            throw .malformed("MessageSid")
        }
        let word = try Self.require(form, "MessageStatus", "SmsStatus")
        guard word.utf8.count <= 32, !word.hasControlCharacters else {
            throw .malformed("MessageStatus")
        }
        let status = TwilioStatus.status(word)
        let code = form["ErrorCode"].flatMap { ProviderErrorCode($0) }
        self.init(
            id: ProviderMessageID(rawValue: sid),
            status: status,
            statusWord: word,
            fault: status?.hasMissed == true ? Fault(code, message: form["ErrorMessage"]) : nil,
            raw: .object(JSON.Object(form.pairs.map { .init($0.name, .string($0.value)) }))
        )
        price = TwilioMessage.price(form["Price"], unit: form["PriceUnit"])
        segments = TwilioMessage.segments(form["NumSegments"])
        sender = form["From"]
    }

    /// The first of two names that older and newer callbacks use for one thing.
    private static func require(
        _ form: Form,
        _ name: String,
        _ olderName: String
    ) throws(RefusedCall) -> String {
        guard let value = form[name] ?? form[olderName], !value.isEmpty else {
            throw .malformed(name)
        }
        return value
    }
}
