package import Web

extension Problem {
    /// What people and keys of a business are told that is suspended.
    package static func suspended(_ reason: String) -> Problem {
        Problem(
            .forbidden,
            "business-suspended",
            "This business is suspended: \(reason). Its messages wait; nothing is lost."
        )
    }
}
