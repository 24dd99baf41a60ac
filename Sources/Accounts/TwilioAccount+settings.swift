package import FunctionRuntime
package import Providers

extension TwilioAccount {
    /// The variables that name the account.
    package static let settings: [any DescribedSetting] = [
        Setting<String>.twilioAccountSID, Setting<String>.twilioAuthToken,
        Setting<String>.twilioAPIBase, Setting<String?>.twilioFrom,
        Setting<String?>.twilioMessagingService,
    ]

    /// The account that this installation's settings name.
    package init(_ settings: Settings) throws(SettingProblem) {
        let sender: Sender
        if let service = try settings.value(.twilioMessagingService) {
            sender = .messagingService(service)
        } else if let number = try settings.value(.twilioFrom) {
            sender = .number(number)
        } else {
            throw .missing(
                "TWILIO_FROM",
                "set it, or TWILIO_MESSAGING_SERVICE_SID, to say who sends"
            )
        }
        self.init(
            sid: try settings.value(.twilioAccountSID),
            authToken: try settings.value(.twilioAuthToken),
            apiBase: try settings.value(.twilioAPIBase),
            sender: sender
        )
    }
}
