import CZxcvbn

/// What a password must be like: long, and not what others choose.
///
/// Twelve characters at least and no rules of composition; what zxcvbn guesses soon from its lists
/// of passwords, words, names, dates and rows of keys is refused (NIST SP 800-63B, 5.1.1.2; OWASP
/// ASVS 5.0, 6.2.1 and 6.2.4 to 6.2.6).
package enum PasswordRule {
    package static let characterCountMin = 12
    package static let characterCountMax = 200

    /// Those of 10⁸ guesses, which zxcvbn calls safely unguessable.
    ///
    /// "zxcvbn: Low-Budget Password Strength Estimation" by D. Wheeler, USENIX Security 2016: score
    /// 3 of 4.
    private static let leastBits = 26.6

    /// Why a password is not taken, as the end of "The password …"; nil for one that is.
    package static func objection(to password: String, of email: String) -> String? {
        guard password.count >= characterCountMin else {
            return "must have at least \(characterCountMin) characters"
        }
        guard password.count <= characterCountMax else {
            return "must have at most \(characterCountMax) characters"
        }
        guard bits(of: password, for: email) >= leastBits else {
            return "is easy to guess; three or four words that nobody would put together are not"
        }
        return nil
    }

    /// The entropy that is left to somebody who knows the person's address.
    private static func bits(of password: String, for email: String) -> Double {
        let address = email.split { $0 == "@" || $0 == "." }.map(String.init)
        return withCStrings(address + ["sms", "tracker"]) { known in
            var known = known
            return ZxcvbnMatch(password, &known, nil)
        }
    }

    /// A list that ends with nil, as C wants it.
    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        var bytes: [CChar] = []
        let starts = strings.map { string in
            defer { bytes += string.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { buffer in
            body(starts.map { buffer.baseAddress?.advanced(by: $0) } + [nil])
        }
    }
}
