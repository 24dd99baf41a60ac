extension ErrorCatalogue {
    /// What a code of our own means.
    package static func lookup(_ code: OwnErrorCode) -> ErrorExplanation {
        let (errorClass, meaning, advice) = entry(code)
        return ErrorExplanation(
            code: code.rawValue,
            meaning: meaning,
            errorClass: errorClass,
            advice: advice
        )
    }

    private static func entry(_ code: OwnErrorCode) -> (ErrorClass, String, String) {
        switch code {
        case .absentAtProvider:
            (
                .transient, "The provider never received the message",
                "Nothing to do: it is sent again by itself while attempts are left"
            )
        case .answerLost:
            (
                .info, "The provider's answer was lost",
                "Wait: the provider is asked what happened before anything is sent again"
            )
        case .attemptsExhausted:
            (
                .permanent, "Every allowed attempt failed",
                "Look at the attempts for the cause, then retry the message by hand"
            )
        case .bodyTooLong:
            (
                .content, "The finished text is longer than 1600 characters",
                "Shorten the message template, then retry"
            )
        case .credentialsRefused:
            (
                .account, "The provider refused the account's credentials",
                "Check the account SID and the auth token; messages wait until they are right"
            )
        case .frequencyCap:
            (
                .permanent, "This person has had as many messages as the settings allow",
                "Nothing to do; cap_messages and cap_days say how many there may be"
            )
        case .numberSuppressed:
            (
                .permanent, "The number stands on the suppression list",
                "Correct the number in the CRM, or release it from the list if that was a mistake"
            )
        case .optedOut:
            (
                .permanent, "The person has opted out",
                "Do not write to this person again; START from their phone takes it back"
            )
        case .outcomeUnknown:
            (
                .permanent, "Nobody could say whether the provider took the message",
                "Look for it in the provider's console; retry only if the customer has not got it"
            )
        case .providerNotReachable:
            (
                .transient, "The provider could not be reached",
                "Nothing to do: it is tried again; if it goes on, check this host's network and DNS"
            )
        case .providerRefused:
            (
                .permanent, "The provider refused the message without saying why",
                "Check the number and the text; look for the request in the provider's console"
            )
        case .providerThrottled:
            (
                .throttled, "The provider asked for fewer requests",
                "Nothing to do: it is sent later and slower"
            )
        case .reportOverdue:
            (
                .info, "No report about the message has come for a while",
                "Wait: the provider is asked; check that PUBLIC_URL can be reached from outside"
            )
        case .senderMissing:
            (
                .account, "No sender is configured",
                "Set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID"
            )
        case .templateEmpty:
            (
                .content, "The template gave an empty text",
                "Write some text into the message template, then retry"
            )
        case .validityExpired:
            (
                .permanent, "The message was due too long ago to be welcome",
                "Nothing to do; validity_hours says how long a message may wait"
            )
        }
    }
}
