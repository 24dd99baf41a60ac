// The variables that more than one function reads.

extension Setting<String> {
    package static let databaseURL = Setting.text(
        "DATABASE_URL",
        "The libpq URL of the database.",
        secret: true
    ).opening(.database)
    package static let publicURL = Setting(
        "PUBLIC_URL",
        "The address under which providers and people reach this system.",
        expected: "a URL that begins with http:// or https:// and has no path"
    ) { text in
        let rest = text.hasPrefix("https://") ? text.dropFirst(8) : text.dropFirst(7)
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else { return nil }
        guard !rest.isEmpty, !rest.contains("/"), !rest.contains("?") else { return nil }
        return text
    }
    package static let twilioAccountSID = Setting.text(
        "TWILIO_ACCOUNT_SID",
        "The Twilio account that sends."
    )
    package static let twilioAuthToken = Setting.text(
        "TWILIO_AUTH_TOKEN",
        "Its token, which also signs callbacks.",
        secret: true
    )
    package static let twilioAPIBase = Setting(
        "TWILIO_API_BASE",
        "Where Twilio's API is.",
        expected: "a URL",
        fallback: "https://api.twilio.com"
    ) { $0.hasPrefix("http") ? $0 : nil }
}

extension Setting<String?> {
    package static let twilioFrom = Setting.optionalText(
        "TWILIO_FROM",
        "The number that sends, in E.164 form."
    )
    package static let twilioMessagingService = Setting.optionalText(
        "TWILIO_MESSAGING_SERVICE_SID",
        "The messaging service that chooses the sender."
    )
    package static let metricsDirectory = Setting.optionalText(
        "METRICS_DIR",
        "The folder in which processes leave their figures for /metrics."
    ).opening(.folder)
    package static let archivesDirectory = Setting.optionalText(
        "ARCHIVES_DIR",
        "The folder in which archives of what is removed are kept; without it nothing is archived."
    ).opening(.folder)
    package static let deployedFile = Setting.optionalText(
        "DEPLOYED_FILE",
        "The file in which deploy/ says what is deployed."
    )
    package static let trustedCertificates = Setting.optionalText(
        "TRUSTED_CERTIFICATES",
        "A folder with the gateway's own certificate, where nobody has signed it."
    )
    package static let eventsSocket = Setting.optionalText(
        "EVENTS_SOCKET",
        "The gateway's socket for live events."
    ).opening(.liveEvents)
}

extension Setting<Int> {
    package static let databasePoolMax = Setting.integer(
        "DATABASE_POOL_MAX",
        1...200,
        or: 8,
        "How many database connections one process may open."
    )
    package static let functionThreads = Setting.integer(
        "FUNCTION_THREADS",
        1...512,
        or: 0,
        "Worker threads, instead of the function's own number."
    )
}

extension Setting<Bool> {
    package static let databaseNamedStatements = Setting(
        "DATABASE_NAMED_STATEMENTS",
        "off behind PgBouncer in transaction mode, which knows no named statements.",
        expected: "on or off",
        fallback: true
    ) { ["on": true, "off": false][$0] }
}

extension Setting<Int> {
    package static let reportOverdueSeconds = Setting.integer(
        "REPORT_OVERDUE_SECONDS",
        1...86_400,
        or: 600,
        "How long a final report may take before the provider is asked."
    )
    package static let settleSeconds = Setting.integer(
        "SETTLE_SECONDS",
        1...3600,
        or: 30,
        "How long after a lost answer the message's absence at the provider is believed."
    )
}
