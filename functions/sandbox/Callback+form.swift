import HTTPClient
import Messaging
import Providers
import Web

/// The account whose token signs what the sandbox posts.
struct Account: Sendable {
    let sid: String
    let token: String
    /// Where the certificate of whom it posts to lies, when no authority has signed that.
    var trustedFolder: String?
}

extension Message {
    /// The signed request that tells of one step, or that brings an inbound message.
    ///
    /// Nil when the step has no such copy, as after the ledger was cleared and filled anew.
    func callbackRequest(_ key: CallbackKey, to url: String, by account: Account) -> HTTPRequest? {
        guard steps.indices.contains(key.step),
            steps[key.step].callbacks.indices.contains(key.copy)
        else { return nil }
        let step = steps[key.step]
        let form = direction == .inbound ? inboundForm(account) : statusForm(step, account)
        var request = HTTPRequest(.post, url)
        request.body = Array(form.encoded.utf8)
        request.headers = [
            HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
            HTTPHeader("User-Agent", "TwilioProxy/1.1"),
            HTTPHeader(
                TwilioSignature.header,
                TwilioSignature.sign(url: url, form: form, token: account.token)
            ),
            HTTPHeader(TwilioSignature.idempotencyHeader, step.callbacks[key.copy].token),
        ]
        // Twilio's own limits: 5 seconds to connect, 15 for the answer.
        request.connectTimeoutMilliseconds = 5_000
        request.totalTimeoutMilliseconds = 15_000
        request.trustedFolder = account.trustedFolder
        return request
    }

    private func statusForm(_ step: Step, _ account: Account) -> Form {
        var form = Form([
            .init("SmsSid", sid), .init("SmsStatus", step.status),
            .init("MessageStatus", step.status), .init("To", to), .init("MessageSid", sid),
            .init("AccountSid", account.sid), .init("From", from),
            .init("ApiVersion", "2010-04-01"),
        ])
        if let messagingServiceSID { form.add("MessagingServiceSid", messagingServiceSID) }
        if let code = step.errorCode {
            form.add("ErrorCode", String(code))
            form.add("ErrorMessage", Self.errorMessage(code))
        }
        if step.status == "delivered" || step.status == "undelivered" {
            form.add("RawDlrDoneDate", Self.doneDate(step.atMilliseconds))
        }
        return form
    }

    private func inboundForm(_ account: Account) -> Form {
        Form([
            .init("ToCountry", "US"), .init("SmsMessageSid", sid), .init("NumMedia", "0"),
            .init("SmsSid", sid), .init("SmsStatus", "received"), .init("Body", body),
            .init("FromCountry", "US"), .init("To", to), .init("NumSegments", String(segments)),
            .init("MessageSid", sid), .init("AccountSid", account.sid), .init("From", from),
            .init("ApiVersion", "2010-04-01"),
        ])
    }

    /// The carrier's `YYMMDDhhmm`.
    private static func doneDate(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        let day = InternetDate.day(ofUnixSeconds: seconds).dropFirst(2).filter { $0 != "-" }
        let clock = InternetDate.text(unixSeconds: seconds).split(separator: " ")[4]
        return day + clock.filter { $0 != ":" }.prefix(4)
    }
}
