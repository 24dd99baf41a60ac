package import Messaging
package import Web

extension HoldReason {
    /// The parameter by which a request means all that is held for one reason.
    package static let field = Field<String>.oneOf(
        "reason",
        HoldReason.allCases.map(\.rawValue),
        "All that wait for this reason."
    )
}
