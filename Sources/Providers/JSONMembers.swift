import JSONParser
import Web

/// A flat JSON object as names and texts.
enum JSONMembers {
    static func pairs(of body: [UInt8]) -> [Form.Pair] {
        guard case .object(let object) = try? JSON(parsing: body) else { return [] }
        return object.members.compactMap { member in
            member.value.scalar.map { Form.Pair(member.name, $0) }
        }
    }
}
