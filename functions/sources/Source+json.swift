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
        get throws(Problem) {
            let name = parameters["source"] ?? ""
            let isPlain = name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
            guard isPlain, (1...40).contains(name.utf8.count), !name.hasPrefix("-") else {
                let expected = "1 to 40 small letters, digits and hyphens"
                throw .invalid([.init("name", expected: expected, "name must be \(expected).")])
            }
            return name
        }
    }
}
