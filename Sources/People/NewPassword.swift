import Crypto
import Passwords
package import Web

/// A password that somebody chooses.
package enum NewPassword {
    package static let field = Field<String>.text(
        "password",
        1...PasswordRule.characterCountMax,
        "At least \(PasswordRule.characterCountMin) characters that are hard to guess."
    )

    /// What is stored of it.
    ///
    /// - Throws: a 400 for a password that is not taken.
    package static func hash(_ password: String, of email: String) throws -> String {
        if let objection = PasswordRule.objection(to: password, of: email) {
            throw Problem.invalid([
                .init(
                    field.name,
                    expected: "a password that is hard to guess",
                    "The password \(objection)."
                )
            ])
        }
        return try PasswordHash.hash(password)
    }
}
