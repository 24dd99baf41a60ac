import FunctionRuntime
import Store
import Web

/// What hangs outside at a business's door, for the login page of its people.
struct ShowDoor: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/business/door",
        "Show whose people log in here.",
        access: .anyone,
        query: [Entrance.word],
        answers: [
            .init(
                .ok,
                "The business, by the host's name or else the word; null where everybody logs in.",
                .object([
                    "business": Schema.object([
                        "name": .string, "colour": .string, "background": .string,
                        "textOnColour": .string, "logo": Schema.string.orNull,
                    ]).orNull
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let word = try Input(query: request.query).read(Entrance.word)
        let door = try database.forAll { connection in
            try FrontDoors.find(host: request.hostName, word: word, on: &connection)
        }
        return .json(["business": door?.json ?? .null])
    }
}

extension FrontDoor {
    fileprivate var json: JSON {
        [
            "name": .string(name), "colour": .string(colour), "background": .string(background),
            "textOnColour": .string("#\((Colour(colour) ?? .ink).textColour.digits)"),
            "logo": .optional(logoDigest.map { "/brand/logos/\($0)" }),
        ]
    }
}
