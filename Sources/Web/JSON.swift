/// A JSON value (RFC 8259).
///
/// Numbers keep the digits they were written with: an amount of money or a 64-bit identifier never
/// passes through floating point.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object(Object)

    /// The members of an object, in the order they were written.
    package struct Object: Sendable, Hashable {
        package var members: [Member]

        package struct Member: Sendable, Hashable {
            package let name: String
            package var value: JSON

            package init(_ name: String, _ value: JSON) {
                self.name = name
                self.value = value
            }
        }

        package init(_ members: [Member] = []) { self.members = members }

        /// The last member of that name, as most readers of JSON take repeated names.
        package subscript(name: String) -> JSON? {
            members.last { $0.name == name }?.value
        }
    }
}

extension JSON {
    package static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    package static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

    package static func optional(_ value: (some BinaryInteger)?) -> JSON {
        value.map { .int($0) } ?? .null
    }

    /// What the value is, in the words of an error message.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    package subscript(name: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Object(elements.map { Object.Member($0.0, $0.1) }))
    }
}
