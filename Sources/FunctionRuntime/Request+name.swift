package import Web

extension Request {
    /// The name in the path that somebody chose for something of theirs, an account or a source.
    package func chosenName(_ parameter: String) throws(Problem) -> String {
        let name = parameters[parameter] ?? ""
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
            throw .invalidName("1 to 40 small letters, digits and hyphens")
        }
        return name
    }
}

extension Problem {
    /// A name in the path that is not as is expected.
    package static func invalidName(_ expected: String) -> Problem {
        .invalid([FieldProblem("name", expected: expected, "name must be \(expected).")])
    }
}
