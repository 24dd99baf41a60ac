import Messaging
package import Store
package import Web

extension MessageFilter {
    /// The query parameters that every list and export takes.
    package static let fields: [any DescribedField] = [
        FilterFields.search, FilterFields.status, FilterFields.transactionID, FilterFields.phone,
        FilterFields.dealership, FilterFields.provider, FilterFields.errorCode, FilterFields.from,
        FilterFields.to,
    ]

    package init(_ query: Form) throws(Problem) {
        let input = Input(query: query.joiningStatuses)
        let (
            (search, statuses, transactionID, phone, dealership),
            (provider, errorCode, from, to)
        ) = try Problem.gathering(
            { () throws(Problem) in
                try input.read(
                    FilterFields.search,
                    FilterFields.status,
                    FilterFields.transactionID,
                    FilterFields.phone,
                    FilterFields.dealership
                )
            },
            { () throws(Problem) in
                try input.read(
                    FilterFields.provider,
                    FilterFields.errorCode,
                    FilterFields.from,
                    FilterFields.to
                )
            }
        )
        self.init()
        self.search = search
        self.statuses = statuses ?? []
        self.transactionID = transactionID
        // A plus sign that was not encoded arrives as a space.
        self.phone = phone.map { $0.hasPrefix(" ") ? "+" + $0.dropFirst() : $0 }
        self.dealership = dealership
        self.provider = provider
        self.errorCode = errorCode
        self.from = from
        self.to = to
    }
}

extension Form {
    /// The same with one `status` in place of several: repeating it says the same as commas.
    fileprivate var joiningStatuses: Form {
        let statuses = all("status")
        guard statuses.count > 1 else { return self }
        return Form([Pair("status", statuses.joined(separator: ","))] + pairs)
    }
}

/// What lists, exports and retries are narrowed by, one by one.
enum FilterFields {
    static let search = Field<String>.text(
        "search",
        1...100,
        "Beginnings of words of the customer's name, the number or its last digits, the transaction's id, the dealership's name or the text; all must be found."
    ).optional
    static let status = Field<[DeliveryStatus]>(
        "status",
        "One status or several with commas between them.",
        schema: .text(0...200),
        expected: "one or several of "
            + DeliveryStatus.allCases.map(\.rawValue).joined(separator: ", ")
    ) { json in
        let words = json.text?.split(separator: ",") ?? []
        let statuses = words.compactMap { DeliveryStatus(rawValue: String($0)) }
        return statuses.count == words.count ? statuses : nil
    }.optional
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
    static let provider = Field<String>.text(
        "provider",
        1...60,
        "The provider of the last attempt."
    ).optional
    static let errorCode = Field<String>.text(
        "errorCode",
        1...60,
        "The error code that the message ended with."
    ).optional
    static let from = Field<String>.timestamp(
        "from",
        "Received at or after this moment."
    ).optional
    static let to = Field<String>.timestamp("to", "Received before this moment.").optional
}
