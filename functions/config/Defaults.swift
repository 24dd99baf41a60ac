import FunctionRuntime
import Store
import Web

/// What stands in for names that a CRM leaves out.
struct ShowDefaults: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/settings",
        "Show the default names.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The names.", .fields(SettingFields.defaults))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        .json(try database.settings(of: request.caller.tenant).defaultsJSON)
    }
}

struct ChangeDefaults: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/settings",
        "Change the default names.",
        access: .scope(.settingsWrite),
        request: .fields(SettingFields.defaults),
        answers: [
            .init(
                .ok,
                "Changed.",
                .object([
                    "success": .boolean, "message": .string,
                    "settings": .fields(SettingFields.defaults), "changed": .array(of: .string),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (dealership, customer) = try request.input()
            .read(SettingFields.defaultDealership, SettingFields.defaultCustomer)
        let (before, after) = try database.change(request.caller.tenant) { settings in
            settings.defaultDealership = dealership ?? settings.defaultDealership
            settings.defaultCustomer = customer ?? settings.defaultCustomer
        }
        return .json([
            "success": true, "message": "The settings are saved.", "settings": after.defaultsJSON,
            "changed": before.defaultsJSON.changes(to: after.defaultsJSON),
        ])
    }
}
