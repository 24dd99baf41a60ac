/// What we know of a transaction; the raw values are the members of our own webhook.
package enum TargetField: String, Sendable, Hashable, CaseIterable {
    case transactionID = "transactionId"
    case customerPhone
    case customerName
    case customerFirstName
    case customerID = "customerId"
    case dealershipName
    case salesRepName
    case amount
    case completedAt = "transactionCompletedAt"
    case language
    case channel

    package var isRequired: Bool { self == .transactionID || self == .customerPhone }

    /// Whether one value for every transaction makes sense.
    var mayBeConstant: Bool { !isRequired }
}
