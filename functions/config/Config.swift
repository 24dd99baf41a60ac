import FunctionRuntime
import Messaging
import Store
import Web

/// The template, the links, and when and how often a message is tried.
struct ShowConfig: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/config",
        "Show the configuration.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The configuration.", .fields(SettingFields.config))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        .json(try database.settings(of: request.caller.tenant).configJSON)
    }
}

/// What a new business begins with, for those who want to go back to it.
struct ShowInitialConfig: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/config/initial",
        "Show the configuration that a new business begins with.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The configuration.", .fields(SettingFields.config))]
    )

    let database: Database

    func respond(to request: Request) -> Response { .json(TenantSettings.initial.configJSON) }
}

/// Changes what is sent and leaves the rest as it is.
struct ChangeConfig: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/config",
        "Change the configuration.",
        access: .scope(.settingsWrite),
        request: .fields(SettingFields.config),
        answers: [
            .init(
                .ok,
                "Changed.",
                .object([
                    "success": .boolean, "message": .string,
                    "config": .fields(SettingFields.config), "changed": .array(of: .string),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = try request.input()
        let (settings, changeRules) = try Problem.gathering(
            { () throws(Problem) in
                try input.read(
                    SettingFields.template,
                    SettingFields.googleReviewURL,
                    SettingFields.trustpilotURL,
                    SettingFields.feedbackURL,
                    SettingFields.delayHours,
                    SettingFields.retryAttempts,
                    SettingFields.retryDelayMinutes,
                    SettingFields.batchSize,
                    SettingFields.smartEncoding,
                    SettingFields.shortLinks
                )
            },
            { () throws(Problem) in try RuleFields.change(from: input) }
        )
        let (
            template, google, trustpilot, feedback, delay, attempts, retryDelay, batch, isSmart,
            short
        ) = settings
        let (before, after) = try database.change(request.caller.tenant) { settings in
            settings.messageTemplate = template?.text ?? settings.messageTemplate
            settings.googleReviewURL = google ?? settings.googleReviewURL
            settings.trustpilotURL = trustpilot ?? settings.trustpilotURL
            settings.feedbackURL = feedback ?? settings.feedbackURL
            settings.delayHours = delay ?? settings.delayHours
            settings.retryAttempts = attempts ?? settings.retryAttempts
            settings.retryDelayMinutes = retryDelay ?? settings.retryDelayMinutes
            settings.batchSize = batch ?? settings.batchSize
            changeRules(&settings.rules)
            settings.smartEncoding = isSmart ?? settings.smartEncoding
            if let short { settings.shortLinks = ["on": true, "off": false][short] }
        }
        return .json([
            "success": true, "message": "The configuration is saved.", "config": after.configJSON,
            "changed": before.configJSON.changes(to: after.configJSON),
        ])
    }
}
