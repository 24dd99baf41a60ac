import Accounts
import Web

/// Takes the status callbacks of an account that was added beside the settings' own, each proven with that account's secret.
struct AccountStatus: AccountCallback {
    static let route = Route(
        .post,
        "/webhook/status/{provider}",
        "A provider account's status callback.",
        access: .signature,
        bodyByteCountMax: 1 << 20,
        answers: callbackAnswers
    )

    let intake: CallbackIntake
}

/// The same from a provider that calls by GET.
struct AccountStatusByGet: AccountCallback {
    static let route = Route(
        .get,
        "/webhook/status/{provider}",
        "A provider account's status callback, by GET.",
        access: .signature,
        answers: callbackAnswers
    )

    let intake: CallbackIntake
}
