import Messaging
import Web

extension Twilio {
    package func read(_ call: IncomingCall) throws(RefusedCall) -> Callback {
        let form = Form(decoding: String(decoding: call.request.body, as: UTF8.self))
        let isSigned = TwilioSignature.verify(
            url: call.url,
            form: form,
            header: call.request.headers[TwilioSignature.header] ?? "",
            token: authToken
        )
        guard isSigned else { throw .forged }
        let clean = form.withoutZeroBytes
        return clean["MessageStatus"] ?? clean["SmsStatus"] == "received"
            ? Callback(arrivals: [try InboundMessage(twilio: clean)], answer: .twiML)
            : Callback(reports: [try report(clean, call)])
    }

    private func report(_ form: Form, _ call: IncomingCall) throws(RefusedCall) -> StatusReport {
        var report = try StatusReport(twilio: form)
        report.reference = MessageReference(query: call.request.query)
        report.idempotencyToken = call.request.headers[TwilioSignature.idempotencyHeader]
        return report
    }
}

extension InboundMessage {
    /// Reads Twilio's form of a person's message.
    fileprivate init(twilio form: Form) throws(RefusedCall) {
        guard let id = form["MessageSid"], !id.isEmpty else { throw .malformed("MessageSid") }
        guard let from = form["From"], !from.isEmpty else { throw .malformed("From") }
        guard let to = form["To"] else { throw .malformed("To") }
        self.init(
            id: id,
            from: Self.number(from),
            to: Self.number(to),
            body: form["Body"] ?? "",
            optOutType: form["OptOutType"],
            raw: .object(JSON.Object(form.pairs.map { .init($0.name, .string($0.value)) }))
        )
    }

    /// The number of an address on another channel, such as `whatsapp:+14155238886`.
    private static func number(_ address: String) -> String {
        address.hasPrefix("whatsapp:") ? String(address.dropFirst(9)) : address
    }
}

extension Response {
    /// An empty answer in Twilio's markup: plain text would be sent to the person as a reply.
    fileprivate static var twiML: Response { .text("<Response></Response>", type: "text/xml") }
}

extension Form {
    /// The same with a mark in place of each zero byte, which PostgreSQL cannot store: an odd word
    /// is no reason to lose the message.
    fileprivate var withoutZeroBytes: Form {
        Form(pairs.map { .init(Self.marked($0.name), Self.marked($0.value)) })
    }

    private static func marked(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
