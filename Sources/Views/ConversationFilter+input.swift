package import Store
package import Web

extension Conversations.Filter {
    /// The query parameters that the list and its files take.
    package static let fields: [any DescribedField] = [
        ConversationFields.needsReview, ConversationFields.unhandled, ConversationFields.search,
    ]

    package init(_ query: Form) throws(Problem) {
        let (needsReview, unhandled, search) = try Input(query: query).read(
            ConversationFields.needsReview,
            ConversationFields.unhandled,
            ConversationFields.search
        )
        self.init()
        self.needsReview = needsReview == "true"
        isUnhandled = unhandled == "true"
        self.search = search
    }
}

private enum ConversationFields {
    static let needsReview = Field<String>.oneOf(
        "needsReview",
        ["true", "false"],
        "true: only where messages are held back until a person has read what came."
    ).defaulting(to: "false")
    static let unhandled = Field<String>.oneOf(
        "unhandled",
        ["true", "false"],
        "true: only where something came that nobody has handled."
    ).defaulting(to: "false")
    static let search = Field<String>.text(
        "search",
        1...100,
        "A part of the number or of the customer's name."
    ).optional
}
