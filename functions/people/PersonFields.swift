import Web

/// What is said of a person.
enum PersonFields {
    static let name = Field<String>.text("name", 1...100, "How colleagues know them.")

    static let role = Field<Role>(
        "role",
        "What they may do; GET /api/roles explains.",
        schema: .oneOf(Role.allCases.map(\.rawValue)),
        expected: "one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))"
    ) { json in json.text.flatMap(Role.init) }

    static let dealerships = Field<[String]>(
        "dealerships",
        "The names of those that they are limited to; an empty list is the whole business.",
        schema: .array(of: .string),
        expected: "a list of at most 200 names of dealerships"
    ) { json in
        guard case .array(let items) = json, items.count <= 200 else { return nil }
        let names = items.compactMap(\.text)
        return names.count == items.count ? names : nil
    }

    static let disabled = Field<Bool>.flag("disabled", "Whether they are shut out.")

    static let cannotBeLimited = Problem.invalid([
        .init(
            "dealerships",
            expected: "nothing for owners and administrators",
            "Owners and administrators see the whole business."
        )
    ])

    static func unknown(_ names: [String]) -> Problem {
        .invalid([
            .init(
                "dealerships",
                expected: "names of dealerships of this business",
                "There is no dealership \(names.joined(separator: ", "))."
            )
        ])
    }
}
