package import Store
package import Web

extension Ratings.Filter {
    /// The query parameters that the list, its summary and its files take.
    package static let fields: [any DescribedField] = [
        RatingFields.stars, RatingFields.dealership, RatingFields.from, RatingFields.to,
        RatingFields.comment,
    ]

    package init(_ query: Form) throws(Problem) {
        let (stars, dealership, from, to, comment) = try Input(query: query).read(
            RatingFields.stars,
            RatingFields.dealership,
            RatingFields.from,
            RatingFields.to,
            RatingFields.comment
        )
        self.init()
        self.stars = stars ?? []
        self.dealership = dealership
        self.from = from
        self.to = to
        hasComment = comment.map { $0 == "yes" }
    }
}

private enum RatingFields {
    static let stars = Field<[Int]>(
        "stars",
        "One number of stars or several with commas between them.",
        schema: .text(1...20),
        expected: "one or several of 1, 2, 3, 4 and 5 with commas between them"
    ) { json in
        let words = json.text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        let stars = words.compactMap { Int($0) }.filter { (1...5).contains($0) }
        return stars.count == words.count && !stars.isEmpty ? stars : nil
    }.optional
    static let dealership = Field<String>.text("dealership", 1...200, "The dealership's name.")
        .optional
    static let from = Field<String>.timestamp("from", "Rated at or after this moment.").optional
    static let to = Field<String>.timestamp("to", "Rated before this moment.").optional
    static let comment = Field<String>.oneOf(
        "comment",
        ["yes", "no"],
        "yes: only those with words; no: only those with stars alone."
    ).optional
}
