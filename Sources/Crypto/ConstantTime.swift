import CCrypto

/// Whether two secrets are equal, in a time that tells nothing about where they differ.
///
/// Only the lengths show, and those are public wherever this is used.
package func constantTimeEquals(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
}
