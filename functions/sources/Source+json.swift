import FunctionRuntime
import JSONParser
import Store
import Web

extension WebhookSources.Version {
    static let schema = Schema.object([
        "name": .string, "version": .integer, "fields": .anyObject, "savedAt": .timestamp,
        "savedBy": .string, "address": .string,
    ])

    /// The mapping with the address that its CRM posts to.
    func json(publicURL: String) -> JSON {
        [
            "name": .string(name), "version": .int(number),
            "fields": (try? JSON(parsing: Array(mapping.utf8))) ?? .null,
            "savedAt": .string(savedAt), "savedBy": .string(savedBy),
            "address": .string("\(publicURL)/webhook/in/\(name)"),
        ]
    }
}

extension WebhookSources {
    static let notFound = Problem.notFound("There is no source of this name.")
}

extension Request {
    /// The name in the path.
    var sourceName: String {
        get throws(Problem) { try chosenName("source") }
    }
}
