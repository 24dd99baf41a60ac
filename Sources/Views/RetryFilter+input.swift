import Messaging
package import Store
package import Web

extension RetryFilter {
    /// What narrows a retry.
    package static let fields: [any DescribedField] = [
        Fields.ids, Fields.status, FilterFields.search, FilterFields.transactionID,
        FilterFields.phone, FilterFields.dealership, FilterFields.provider, FilterFields.errorCode,
        FilterFields.from, FilterFields.to,
    ]

    package init(_ input: Input) throws(Problem) {
        let (ids, status, search, transactionID, phone) = try input.read(
            Fields.ids,
            Fields.status,
            FilterFields.search,
            FilterFields.transactionID,
            FilterFields.phone
        )
        let (dealership, provider, errorCode, from, to) = try input.read(
            FilterFields.dealership,
            FilterFields.provider,
            FilterFields.errorCode,
            FilterFields.from,
            FilterFields.to
        )
        self.init()
        self.ids = ids
        self.status = status.flatMap { DeliveryStatus(rawValue: $0) }
        self.search = search
        self.transactionID = transactionID
        self.phone = phone
        self.dealership = dealership
        self.provider = provider
        self.errorCode = errorCode
        self.from = from
        self.to = to
    }
}

/// The fields, one by one.
private enum Fields {
    static let status = Field<String>.oneOf(
        "status",
        RetryFilter.statuses.map(\.rawValue),
        "Only of this status."
    ).optional
    static let ids = Field<[String]>(
        "ids",
        "Only these messages, by their ids.",
        schema: .array(of: .string),
        expected: "a list of 1 to \(RetryFilter.idsMax) message ids"
    ) { json in
        guard case .array(let values) = json, (1...RetryFilter.idsMax).contains(values.count)
        else { return nil }
        let ids = values.compactMap(\.text).filter { UUIDText.isWellFormed($0) }
        return ids.count == values.count ? ids : nil
    }.optional
}
