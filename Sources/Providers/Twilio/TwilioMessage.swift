import HTTPClient
import JSONParser
import Messaging
import Web

extension DeliveryStatus {
    /// Whether the provider says that it will not arrive.
    var hasMissed: Bool { self == .failed || self == .undelivered }
}

/// Twilio's JSON of a message and of an error, read so that unknown members do no harm.
enum TwilioMessage {
    /// Nil when there is no identifier or status, without which it is not a message.
    static func read(_ json: JSON) -> ProviderMessage? {
        guard let sid = json["sid"]?.text, !sid.isEmpty, let word = json["status"]?.text else {
            return nil
        }
        // The message exists, whatever a word is that we do not know.
        let status = TwilioStatus.status(word) ?? .queued
        return ProviderMessage(
            receipt: ProviderReceipt(
                id: ProviderMessageID(rawValue: sid),
                status: status,
                segments: segments(json["num_segments"]?.text),
                price: price(json["price"]?.text, unit: json["price_unit"]?.text),
                sender: json["from"]?.text
            ),
            to: json["to"]?.text ?? "",
            body: json["body"]?.text ?? "",
            fault: status.hasMissed
                ? Fault(code(json["error_code"]), message: json["error_message"]?.text) : nil,
            createdAtSeconds: json["date_created"]?.text.flatMap(InternetDate.unixSeconds)
        )
    }

    /// The reason in an error answer; a gateway's HTML or nothing at all gives no code.
    static func refusal(_ answer: HTTPAnswer) -> Refusal {
        let json = (try? JSON(parsing: answer.body)) ?? .null
        let code = code(json["code"])
        let fault = Fault(
            code,
            message: json["message"]?.text ?? "HTTP \(answer.status)",
            httpStatus: answer.status
        )
        let known = code.flatMap(ErrorCatalogue.lookup)
        return Refusal(
            fault,
            httpStatus: answer.status,
            stopsAccount: code == nil ? fault.errorClass == .account : known?.stopsAccount ?? false
        )
    }

    /// Whether the refusal is Twilio's own word that a resource does not exist.
    static func isAbsence(_ answer: HTTPAnswer) -> Bool {
        answer.status == 404 && refusal(answer).fault.code == "20404"
    }

    /// Twilio writes what it charges as negative; here a price is what a message costs.
    ///
    /// Nil also for a text that is no amount: a message is not lost for the sake of its price.
    static func price(_ text: String?, unit: String?) -> Money? {
        guard let text, let currency = try? Currency(unit ?? "USD"),
            let charge = try? Money(decimal: text, currency: currency)
        else { return nil }
        return charge.negated
    }

    /// A pool's message has "0" segments until its sender is chosen.
    static func segments(_ text: String?) -> Int? {
        text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// A number in the API's answers, a string in some older ones.
    private static func code(_ json: JSON?) -> ProviderErrorCode? {
        switch json {
        case .number(let digits), .string(let digits): ProviderErrorCode(digits)
        default: nil
        }
    }
}
