/// What went wrong in cryptography; it never says why in detail, since that helps only attackers.
package enum CryptoError: Error, Hashable {
    /// A key that is not of the length the algorithm needs.
    case wrongKeyLength(expected: Int, actual: Int)
    /// The sealed bytes were changed, cut, or sealed with another key or context.
    case notAuthentic
    /// The C library refused; out of memory in all likelihood.
    case libraryFailure
}
