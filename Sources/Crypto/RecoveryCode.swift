/// A code that stands in for the second factor once, for who lost their telephone.
///
/// Eighty random bits cannot be guessed, so a fast hash keeps them well; the letters are those of
/// Base32, in groups that can be copied from paper.
package struct RecoveryCode: Sendable, Hashable {
    /// As it is shown, once: `ABCD-EFGH-IJKL-MNOP`.
    package let text: String

    package static func generate() -> RecoveryCode {
        RecoveryCode(letters: Array(Base32.encode(randomBytes(10)).utf8))
    }

    /// Takes what a person typed, whatever the case, spaces and hyphens.
    package init?(_ typed: String) {
        let letters = typed.uppercased().utf8.filter {
            $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ")
        }
        guard letters.count == Self.letterCount else { return nil }
        self.init(letters: Array(letters))
    }

    private init(letters: [UInt8]) {
        text = stride(from: 0, to: letters.count, by: 4)
            .map { String(decoding: letters[$0..<min($0 + 4, letters.count)], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What is stored in place of the code.
    package var hash: String { SHA256.hex(text) }

    private static let letterCount = 16
}
