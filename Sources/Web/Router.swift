/// Finds the route of a request among those of one function.
package struct Router<Target: Sendable>: Sendable {
    private let entries: [(route: Route, target: Target)]

    package init(_ entries: [(route: Route, target: Target)]) { self.entries = entries }

    package struct Match {
        package let route: Route
        package let target: Target
        package let parameters: [String: String]
    }

    /// - Throws: a 404 when no route has the path, a 405 that names the allowed methods when one
    ///   has (RFC 9110, section 15.5.6).
    package func match(_ method: String, _ rawPath: some StringProtocol) throws(Problem) -> Match {
        var allowed: [String] = []
        // A path that is written out means itself: `/retry/bulk` is no `{id}` of `/retry/{id}`
        // (OpenAPI 3.1, path templating).
        let isWrittenOut = entries.contains { $0.route.template.isWrittenOut(rawPath) }
        for (route, target) in entries {
            guard !isWrittenOut || !route.template.hasHoles else { continue }
            guard let parameters = route.template.match(rawPath) else { continue }
            if route.method.rawValue == method || (method == "HEAD" && route.method == .get) {
                return Match(route: route, target: target, parameters: parameters)
            }
            allowed.append(route.method.rawValue)
        }
        guard !allowed.isEmpty else { throw .notFound("There is nothing at this path.") }
        throw Problem(
            .methodNotAllowed,
            "method-not-allowed",
            "This path takes \(allowed.joined(separator: ", ")).",
            headers: ["Allow": allowed.joined(separator: ", ")]
        )
    }
}
