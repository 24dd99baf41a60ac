package import FunctionRuntime

/// Where mail is handed in: `smtp://host:587`, or `smtps://host` for TLS from the first byte.
package struct MailURL: Sendable, Hashable {
    package let text: String

    init?(_ text: String) {
        let hasScheme = text.hasPrefix("smtp://") || text.hasPrefix("smtps://")
        let host = text.drop { $0 != "/" }.dropFirst(2)
        // A password belongs into its own variable, which is not printed.
        guard hasScheme, !host.isEmpty, !host.contains("@") else { return nil }
        self.text = text
    }
}

/// Whether an unencrypted connection is turned into an encrypted one (RFC 3207).
package enum StartTLS: String, Sendable, CaseIterable {
    /// Without it nothing is sent.
    case required
    /// If the server offers it.
    case preferred
    case off
}

extension Setting<MailURL?> {
    package static let smtpURL = Setting(
        "SMTP_URL",
        "The mail server that alerts and reports are handed to; without it none are mailed.",
        expected: "smtp://host:port or smtps://host:port, without a name or password",
        fallback: .some(nil)
    ) { text in MailURL(text).map { .some($0) } }.opening(.mail)
}

extension Setting<String?> {
    package static let smtpUser = Setting.optionalText(
        "SMTP_USER",
        "The name to log in with at the mail server."
    )
    package static let smtpPassword = Setting(
        "SMTP_PASSWORD",
        "Its password.",
        secret: true,
        expected: "text",
        fallback: .some(nil)
    ) { .some($0) }
    package static let smtpCAFile = Setting.optionalText(
        "SMTP_CA_FILE",
        "Certificates, as PEM, to trust at the mail server in place of the system's."
    )
}

extension Setting<StartTLS?> {
    package static let smtpStartTLS = Setting(
        "SMTP_STARTTLS",
        "Whether smtp:// must become encrypted; with a password it must, unless this says otherwise.",
        expected: "one of \(StartTLS.allCases.map(\.rawValue).joined(separator: ", "))",
        fallback: .some(nil)
    ) { text in StartTLS(rawValue: text).map { .some($0) } }
}

extension Setting<MailAddress?> {
    package static let mailFrom = Setting(
        "MAIL_FROM",
        "Whom mail comes from, such as SMS Tracker <alerts@example.com>.",
        expected: "a mail address, alone or as Name <address>",
        fallback: .some(nil)
    ) { text in MailAddress(parsing: text).map { .some($0) } }
}
