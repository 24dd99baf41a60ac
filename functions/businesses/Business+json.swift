import FunctionRuntime
import Messaging
import Postgres
import Store
import Web

extension Businesses.Business {
    static let schema = Schema.object([
        "id": .integer, "name": .string,
        "word": Schema.string.orNull.about("Its people log in at /at/ and this word."),
        "hostName": Schema.string.orNull.about("Its own, where its links lead."),
        "timeZone": .string, "region": .string, "currency": .string,
        "state": .oneOf(["active", "suspended", "removing"]),
        "isFirst": .boolean.about("Whether it is the platform's own, which stays."),
        "since": .timestamp, "suspendedAt": .timestamp.orNull,
        "suspendedFor": Schema.string.orNull.about("What its people and keys are told."),
        "people": .integer,
        "thisMonth": .object([
            "messages": .integer, "received": .integer, "costs": Money.costsSchema,
        ]),
    ])

    private var state: String {
        removalAt != nil ? "removing" : suspendedAt != nil ? "suspended" : "active"
    }

    var json: JSON {
        [
            "id": .int(Int(id)), "name": .string(terms.name), "word": .optional(terms.word),
            "hostName": .optional(terms.hostName), "timeZone": .string(terms.timeZone),
            "region": .string(terms.region), "currency": .string(currency),
            "state": .string(state), "isFirst": .bool(id == 1),
            "since": .string(createdAt), "suspendedAt": .optional(suspendedAt),
            "suspendedFor": .optional(suspendedFor), "people": .int(peopleCount),
            "thisMonth": [
                "messages": .int(messageCount), "received": .int(receivedCount),
                "costs": .array(costs.map(\.costJSON)),
            ],
        ]
    }
}

extension Request {
    /// What the platform's owner who asks may do.
    var businesses: Businesses {
        get throws(Problem) { Businesses(asked: try member) }
    }

    /// The number in the path.
    var businessID: Int32 {
        get throws(Problem) {
            guard let id = Int32(parameters["id"] ?? "") else { throw .noSuchBusiness }
            return id
        }
    }

    /// The business that the path names.
    func business(on connection: inout Connection) throws -> Businesses.Business {
        let found = try businesses.business(try businessID, on: &connection)
        guard let found else { throw Problem.noSuchBusiness }
        return found
    }
}

extension Problem {
    static let noSuchBusiness = Problem.notFound("There is no such business.")
}

extension Money {
    static let costsSchema = Schema.array(of: .object(["currency": .string, "amount": .string]))

    var costJSON: JSON {
        ["currency": .string(currency.code), "amount": .string(decimal)]
    }
}
