package import Store
package import Web

extension AuditLog.Filter {
    /// The query parameters that the list and its files take.
    package static let fields: [any DescribedField] = [
        AuditFields.actor, AuditFields.kind, AuditFields.search, AuditFields.from, AuditFields.to,
    ]

    package init(_ query: Form) throws(Problem) {
        let (actor, kind, search, from, to) = try Input(query: query).read(
            AuditFields.actor,
            AuditFields.kind,
            AuditFields.search,
            AuditFields.from,
            AuditFields.to
        )
        self.init()
        (self.actor, self.kind, text, self.from, self.to) = (actor, kind, search, from, to)
    }
}

private enum AuditFields {
    static let actor = Field<String>.text(
        "actor",
        1...300,
        "Who did it: a person's address, or `key` and the key's name."
    ).optional
    static let kind = Field<String>.text(
        "kind",
        1...60,
        "What it was done to: what an action begins with, as `text`."
    ).optional
    static let search = Field<String>.text(
        "search",
        1...100,
        "What stands somewhere in it: in who, where from, what, before or after."
    ).optional
    static let from = Field<String>.timestamp("from", "At or after this moment.").optional
    static let to = Field<String>.timestamp("to", "Before this moment.").optional
}
