/// One named value that a client sends: how it is read, and how it is documented.
///
/// The same declaration checks the input and describes it in the OpenAPI document, so the two
/// cannot part.
package struct Field<Value: Sendable>: Sendable {
    package let name: String
    package let summary: String
    package let schema: Schema
    package let isRequired: Bool
    /// What would be right, for the error message.
    package let expected: String
    /// A query parameter that wins over the body's member, as the ancestor's clients expect.
    package var queryAlias: String?
    /// Says in more detail what is wrong with a value that `parse` refused.
    package var explain: (@Sendable (JSON) -> String?)?
    /// A form sends what was left empty as "": for a field that may be absent it is just that,
    /// unless emptying it is something that a person may want and must be told about.
    package var emptyMeansAbsent = true
    /// `nil` when the value is not as expected.
    let parse: @Sendable (JSON) -> Value?
    /// What an absent value means; `nil` when it may not be absent.
    let absent: @Sendable () -> Value?

    package init(
        _ name: String,
        _ summary: String,
        schema: Schema,
        expected: String,
        parse: @escaping @Sendable (JSON) -> Value?
    ) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.expected = expected
        self.parse = parse
        isRequired = true
        absent = { nil }
    }

    /// What `other` describes, which may be left out.
    private init<Other>(
        describedBy other: Field<Other>,
        parse: @escaping @Sendable (JSON) -> Value?,
        absent: @escaping @Sendable () -> Value?
    ) {
        name = other.name
        summary = other.summary
        schema = other.schema
        expected = other.expected
        queryAlias = other.queryAlias
        explain = other.explain
        emptyMeansAbsent = other.emptyMeansAbsent
        isRequired = false
        self.parse = parse
        self.absent = absent
    }

    /// The same field, which may be left out or be null.
    package var optional: Field<Value?> {
        let parse = self.parse
        return Field<Value?>(
            describedBy: self,
            parse: { parse($0).map(Optional.some) },
            absent: { .some(nil) }
        )
    }

    /// The same field, which means `value` when it is left out or null.
    package func defaulting(to value: Value) -> Field<Value> {
        Field(describedBy: self, parse: parse, absent: { value })
    }

    package func explained(by explain: @escaping @Sendable (JSON) -> String?) -> Field<Value> {
        var copy = self
        copy.explain = explain
        return copy
    }

    package func refusingEmpty() -> Field<Value> {
        var copy = self
        copy.emptyMeansAbsent = false
        return copy
    }

    package func alsoInQuery(as alias: String) -> Field<Value> {
        var copy = self
        copy.queryAlias = alias
        return copy
    }
}

/// What the documentation needs to know of a field, whatever its value is.
package protocol DescribedField: Sendable {
    var name: String { get }
    var summary: String { get }
    var schema: Schema { get }
    var isRequired: Bool { get }
    var queryAlias: String? { get }
}

extension Field: DescribedField {}
