import Messaging
package import Store
package import Web

extension MessageFilter {
    /// The query parameters that every list and export takes.
    package static let fields: [any DescribedField] = [
        FilterFields.status, FilterFields.transactionID, FilterFields.phone,
        FilterFields.dealership, FilterFields.from, FilterFields.to,
    ]

    package init(_ query: Form) throws(Problem) {
        let (_, transactionID, phone, dealership, from, to) = try Input(query: query).read(
            FilterFields.status,
            FilterFields.transactionID,
            FilterFields.phone,
            FilterFields.dealership,
            FilterFields.from,
            FilterFields.to
        )
        self.init()
        statuses = try Self.statuses(query.all("status"))
        self.transactionID = transactionID
        // A plus sign that was not encoded arrives as a space.
        self.phone = phone.map { $0.hasPrefix(" ") ? "+" + $0.dropFirst() : $0 }
        self.dealership = dealership
        self.from = from
        self.to = to
    }

    private static func statuses(_ values: [String]) throws(Problem) -> [DeliveryStatus] {
        let words = values.flatMap { $0.split(separator: ",") }
        let statuses = words.compactMap { DeliveryStatus(rawValue: String($0)) }
        guard statuses.count == words.count else {
            let known = DeliveryStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid([
                FieldProblem(
                    "status",
                    expected: "of \(known)",
                    "status must be one or several of \(known)."
                )
            ])
        }
        return statuses
    }
}

/// The parameters, one by one.
private enum FilterFields {
    static let status = Field<String>.text(
        "status",
        0...200,
        "One status or several with commas between them."
    ).optional
    static let transactionID = Field<String>.text(
        "transactionId",
        1...200,
        "The CRM's own id of the transaction."
    ).optional
    static let phone = Field<String>.text(
        "phone",
        1...20,
        "The customer's number in E.164 form."
    ).optional
    static let dealership = Field<String>.text(
        "dealership",
        1...200,
        "The dealership's name."
    ).optional
    static let from = Field<String>.timestamp(
        "from",
        "Received at or after this moment."
    ).optional
    static let to = Field<String>.timestamp("to", "Received before this moment.").optional
}
