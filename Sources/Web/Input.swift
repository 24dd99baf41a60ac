/// The named values of a request, read field by field.
package struct Input: Sendable {
    private let body: JSON.Object
    private let query: Form

    package init(body: JSON.Object = .init(), query: Form = .init()) {
        self.body = body
        self.query = query
    }

    /// Reads all fields, and names every one that is wrong.
    package func read<each Value>(
        _ fields: repeat Field<each Value>
    ) throws(Problem) -> (repeat each Value) {
        var problems: [FieldProblem] = []
        let values = (repeat value(of: each fields, &problems))
        guard problems.isEmpty else { throw .invalid(problems) }
        return (repeat try present(each values))
    }

    private func value<Value>(
        of field: Field<Value>,
        _ problems: inout [FieldProblem]
    ) -> Value? {
        guard let found = find(field) else {
            if let value = field.absent() { return value }
            problems.append(
                .init(field.name, expected: field.expected, "\(field.name) is missing.")
            )
            return nil
        }
        if let value = field.parse(found) { return value }
        if found == .string(""), field.emptyMeansAbsent, let value = field.absent() { return value }
        let reason = field.explain?(found) ?? "\(field.name) must be \(field.expected)."
        problems.append(.init(field.name, expected: field.expected, reason))
        return nil
    }

    private func find(_ field: some DescribedField) -> JSON? {
        if let text = query[field.queryAlias ?? field.name] { return .string(text) }
        guard let found = body[field.name], found != .null else { return nil }
        return found
    }

    private func present<Value>(_ value: Value?) throws(Problem) -> Value {
        guard let value else {
            throw Problem(.internalServerError, "internal-error", "A field was lost.")
        }
        return value
    }
}
