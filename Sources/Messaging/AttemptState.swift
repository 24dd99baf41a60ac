/// What is known of one try to hand a message to a provider.
package enum AttemptState: String, Sendable, Hashable, CaseIterable {
    /// Recorded; the provider is being called.
    case started
    /// The provider has it, by its answer, its report or its message list.
    case accepted
    /// The provider did not take it.
    case refused
    /// The provider's answer was lost: it may have the message or not.
    case unknown
    /// The provider was asked and never had it.
    case absent
}
