/// A provider's reason for a failure, known to us or not.
///
/// Codes are Twilio's, the widest public set; https://www.twilio.com/docs/api/errors.
package struct ProviderErrorCode: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Reads the decimal text that callbacks and our own rows carry; nil for anything else.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 9,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(text), value > 0
        else { return nil }
        rawValue = value
    }

    /// The credentials are wrong or not allowed to do this.
    package static let authenticationFailed = Self(rawValue: 20003)
    /// Too many requests at once; no message was created.
    package static let tooManyRequests = Self(rawValue: 20429)
    /// The recipient's number cannot exist.
    package static let invalidRecipient = Self(rawValue: 21211)
    /// The recipient has opted out; sending again would be refused.
    package static let recipientOptedOut = Self(rawValue: 21610)
    /// The handset is off, out of coverage, or gone.
    package static let unreachableHandset = Self(rawValue: 30003)
    /// The carrier judged the message unwanted and dropped it.
    package static let carrierFiltered = Self(rawValue: 30007)
}

extension ProviderErrorCode: CustomStringConvertible {
    package var description: String { String(rawValue) }
}

/// Our own reason for a failure, where no provider gave one.
///
/// The raw values are stored and shown by the API; they never change.
package enum OwnErrorCode: String, Sendable, Hashable, CaseIterable {
    /// The answer was lost, and the provider was asked: it does not have the message.
    case absentAtProvider = "absent-at-provider"
    /// The answer was lost, and what happened is not known yet.
    case answerLost = "answer-lost"
    /// Every attempt that the settings allow has failed.
    case attemptsExhausted = "attempts-exhausted"
    /// The text after the template was filled is longer than a provider takes.
    case bodyTooLong = "body-too-long"
    /// The provider refused the account's credentials without a code of its own.
    case credentialsRefused = "credentials-refused"
    /// The person has had as many messages as the settings allow.
    case frequencyCap = "frequency-cap"
    /// The number stands on the suppression list, for another reason than an opt-out.
    case numberSuppressed = "number-suppressed"
    /// The person has opted out.
    case optedOut = "opted-out"
    /// The answer was lost, and what happened could not be found out.
    case outcomeUnknown = "outcome-unknown"
    /// No connection to the provider came about, so it cannot have the message.
    case providerNotReachable = "provider-not-reachable"
    /// The provider refused the message without a code of its own.
    case providerRefused = "provider-refused"
    /// The provider asked for fewer requests without a code of its own.
    case providerThrottled = "provider-throttled"
    /// The provider took the message, and no report has come since.
    case reportOverdue = "report-overdue"
    /// Neither a sender nor a messaging service is configured.
    case senderMissing = "sender-missing"
    /// The template gave an empty text.
    case templateEmpty = "template-empty"
    /// The message was due too long ago to be welcome.
    case validityExpired = "validity-expired"
}
