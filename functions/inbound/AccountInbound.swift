import Accounts
import Web

/// Takes people's messages from an account that was added beside the settings' own, each proven with that account's secret.
struct AccountInbound: AccountCallback {
    static let route = Route(
        .post,
        "/webhook/inbound/{provider}",
        "A provider account's inbound message.",
        access: .signature,
        bodyByteCountMax: 1 << 20,
        answers: callbackAnswers
    )

    let intake: CallbackIntake
}

/// The same from a provider that calls by GET.
struct AccountInboundByGet: AccountCallback {
    static let route = Route(
        .get,
        "/webhook/inbound/{provider}",
        "A provider account's inbound message, by GET.",
        access: .signature,
        answers: callbackAnswers
    )

    let intake: CallbackIntake
}
