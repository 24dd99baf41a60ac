import Crypto
package import FunctionRuntime

/// Hands messages to the installation's mail server.
///
/// Sending takes as long as the server needs, so it is for workers and for the rare press of a
/// button, not for requests that are many.
package struct Mailer: Sendable {
    private let server: MailServer?
    private let sender: MailAddress?

    /// What a program that sends mail lists in its manifest.
    package static let settings: [any DescribedSetting] = [
        Setting<MailURL?>.smtpURL, Setting<String?>.smtpUser, Setting<String?>.smtpPassword,
        Setting<StartTLS?>.smtpStartTLS, Setting<String?>.smtpCAFile,
        Setting<MailAddress?>.mailFrom,
    ]

    package init(_ settings: Settings) throws(SettingProblem) {
        sender = try settings.value(.mailFrom)
        guard let url = try settings.value(.smtpURL) else {
            server = nil
            return
        }
        let password = try settings.value(.smtpPassword)
        server = MailServer(
            url: url,
            user: try settings.value(.smtpUser),
            password: password,
            startTLS: try settings.value(.smtpStartTLS)
                ?? (password == nil ? .preferred : .required),
            certificateFile: try settings.value(.smtpCAFile)
        )
    }

    /// Whether there is a server to hand anything to.
    package var isConfigured: Bool { server != nil && sender != nil }

    /// Returns when the server has taken the message for all of its recipients.
    package func send(_ mail: Mail) throws(MailFailure) {
        guard let server, let own = mail.from ?? sender else {
            throw MailFailure(.notConfigured, "SMTP_URL and MAIL_FROM are not set")
        }
        let sender = mail.senderName.isEmpty ? own : own.named(mail.senderName)
        guard !mail.to.isEmpty else { throw MailFailure(.noRecipient, "Nobody to send to") }
        let bytes = mail.composed(
            from: sender,
            atSeconds: Int(WallClock.milliseconds / 1000),
            boundary: "=_\(Hex.encode(randomBytes(18)))"
        )
        try SMTPTransfer(server, from: sender, to: mail.to, message: bytes).perform()
    }
}
