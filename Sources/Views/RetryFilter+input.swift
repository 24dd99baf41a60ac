import Messaging
package import Store
package import Web

extension RetryFilter {
    /// What narrows a retry.
    package static let fields: [any DescribedField] = [
        Fields.status, Fields.dealership, Fields.provider, Fields.errorCode, Fields.from, Fields.to,
    ]

    package init(_ input: Input) throws(Problem) {
        let (status, dealership, provider, errorCode, from, to) = try input.read(
            Fields.status,
            Fields.dealership,
            Fields.provider,
            Fields.errorCode,
            Fields.from,
            Fields.to
        )
        self.init()
        self.status = status.flatMap { DeliveryStatus(rawValue: $0) }
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
    static let dealership = Field<String>.text(
        "dealership",
        1...200,
        "Only of the dealership of this name."
    ).optional
    static let provider = Field<String>.text(
        "provider",
        1...60,
        "Only what this provider was given last."
    ).optional
    static let errorCode = Field<String>.text(
        "errorCode",
        1...60,
        "Only with this error code."
    ).optional
    static let from = Field<String>.timestamp("from", "Received at or after this moment.").optional
    static let to = Field<String>.timestamp("to", "Received before this moment.").optional
}
