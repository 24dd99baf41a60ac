import Messaging
import Store
import Views
import Web

/// How a request says which messages it means: by their ids, or all of one reason.
enum Choosing {
    private static let optionalReason = HoldReason.field.optional
    private static let ids = Field<[String]>(
        "ids",
        "These messages.",
        schema: .array(of: .string),
        expected: "an array of at most 1000 ids of messages"
    ) { json in
        guard case .array(let items) = json, (1...1000).contains(items.count) else { return nil }
        let ids = items.compactMap(\.text).filter(UUIDText.isWellFormed)
        return ids.count == items.count ? ids : nil
    }.optional

    static let fields: [any DescribedField] = [ids, optionalReason]

    static let answer = Schema.object([
        "success": .boolean, "message": .string, "count": .integer,
    ])

    static func choice(of input: Input) throws(Problem) -> Parked.Choice {
        let (ids, reason) = try input.read(ids, optionalReason)
        if let ids { return .messages(ids) }
        guard let reason = reason.flatMap({ HoldReason(rawValue: $0) }) else {
            let expected = "ids or a reason"
            throw .invalid([FieldProblem("ids", expected: expected, "There must be \(expected).")])
        }
        return .all(reason)
    }
}

extension Parked.Choice {
    /// The message, where it is one alone.
    var only: String? {
        if case .messages(let ids) = self, ids.count == 1 { ids[0] } else { nil }
    }
}
