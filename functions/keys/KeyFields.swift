import FunctionRuntime
import Store
import Web

/// What an owner says of a key, as it is sent.
enum KeyFields {
    static let name = Field<String>.text("name", 1...100, "What it is for.")
    static let networks = Field<[String]>(
        "networks",
        "The blocks of addresses it may be used from, such as 203.0.113.0/24; none for everywhere.",
        schema: .array(of: .string),
        expected: "at most \(networkCountMax) addresses or blocks of them, such as 203.0.113.0/24"
    ) { json in
        guard case .array(let items) = json, items.count <= networkCountMax else { return nil }
        let ranges = items.compactMap { $0.text.flatMap(NetworkRange.init) }
        return ranges.count == items.count ? ranges.map(\.description) : nil
    }.defaulting(to: [])
    static let ratePerMinute = Field<Int>.integer(
        "ratePerMinute",
        1...600_000,
        "How many requests a minute it may make; left out, as many as its program likes."
    ).optional
    static let expiresAt = Field<String>.timestamp(
        "expiresAt",
        "When it ends; left out, never."
    ).optional

    static let described: [any DescribedField] = [name, networks, ratePerMinute, expiresAt]

    private static let networkCountMax = 50

    static let endedAlready = Problem.invalid([
        .init(
            "expiresAt",
            expected: "a moment to come",
            "expiresAt must be a moment to come."
        )
    ])
}

extension Request {
    /// The key of the path, which has not ended and may do no more than the caller.
    ///
    /// Whoever could change another key, or have its successor, would have what it may do.
    func key(of lines: (Int64) throws -> Keys.Line?) throws -> Keys.Line {
        guard let id = Int64(parameters["id"] ?? ""), let key = try lines(id) else {
            throw Problem.notFound("There is no such key, or it has ended already.")
        }
        try caller.mayGive(key.scopes.map(Scope.init(rawValue:)))
        return key
    }
}

extension Caller {
    /// Nobody gives away what they do not have.
    func mayGive(_ given: [Scope]) throws(Problem) {
        let foreign = given.filter { !scopes.contains($0) }.map(\.rawValue)
        guard foreign.isEmpty else {
            throw Problem(
                .forbidden,
                "scope-missing",
                "You cannot give what you do not have: \(foreign.joined(separator: ", "))."
            )
        }
    }
}
