/// An error that a client is told about, as a problem document (RFC 9457).
package struct Problem: Error, Sendable, Hashable {
    package let status: Status
    /// A stable word for programs, such as `recipient-opted-out`.
    package let code: String
    /// A sentence for a person.
    package let detail: String
    /// Every field that is wrong, so that a client mends all of them at once.
    package var fields: [FieldProblem] = []
    package var headers: Headers = [:]

    package init(
        _ status: Status,
        _ code: String,
        _ detail: String,
        fields: [FieldProblem] = [],
        headers: Headers = [:]
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.fields = fields
        self.headers = headers
    }

    /// The document; `error` repeats the detail for clients of the ancestor's interface.
    package func document(requestID: String) -> JSON {
        var members: [JSON.Object.Member] = [
            .init("type", .string("about:blank")),
            .init("title", .string(status.reason)),
            .init("status", .int(status.rawValue)),
            .init("detail", .string(detail)),
            .init("code", .string(code)),
            .init("requestId", .string(requestID)),
            .init("error", .string(detail)),
        ]
        if !fields.isEmpty { members.append(.init("errors", .array(fields.map(\.json)))) }
        return .object(JSON.Object(members))
    }

    package func response(requestID: String) -> Response {
        var response = Response.json(document(requestID: requestID), status, headers: headers)
        response.headers["Content-Type"] = "application/problem+json"
        return response
    }
}

/// One field that is not as it should be.
package struct FieldProblem: Error, Sendable, Hashable {
    package let field: String
    /// What would have been right, such as `a string of 1 to 200 characters`.
    package let expected: String
    package let message: String

    package init(_ field: String, expected: String, _ message: String) {
        self.field = field
        self.expected = expected
        self.message = message
    }

    package var json: JSON {
        ["field": .string(field), "expected": .string(expected), "message": .string(message)]
    }
}

extension Problem {
    package static func invalid(_ fields: [FieldProblem]) -> Problem {
        let names = fields.map(\.field).joined(separator: ", ")
        return Problem(.badRequest, "invalid-request", "Not accepted: \(names).", fields: fields)
    }

    /// Reads two parts of a request, and names what is wrong with either of them.
    package static func gathering<First, Second>(
        _ first: () throws(Problem) -> First,
        _ second: () throws(Problem) -> Second
    ) throws(Problem) -> (First, Second) {
        let (one, other) = (Result(catching: first), Result(catching: second))
        if case .failure(let problem) = one, case .failure(let another) = other,
            !problem.fields.isEmpty, !another.fields.isEmpty
        {
            throw .invalid(problem.fields + another.fields)
        }
        return (try one.get(), try other.get())
    }

    package static func notFound(_ detail: String) -> Problem {
        Problem(.notFound, "not-found", detail)
    }
}
