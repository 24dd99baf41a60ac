/// What a message is about, which decides the rules that it must pass.
///
/// The raw values are stored and shown by the API; they never change.
package enum MessageKind: String, Sendable, Hashable, CaseIterable {
    /// Follows from a transaction.
    case transaction
    /// Sent by a person, by hand.
    case test
    /// The one answer to an opt-out, an opt-in or a call for help.
    case confirmation
    /// What a person of the business writes back to a customer.
    case reply
}
