/// Somebody who sends or gets mail: `Sunrise Motors <news@example.com>`, or the address alone.
package struct MailAddress: Sendable, Hashable {
    /// The name that people read; empty when there is none.
    package let name: String
    package let address: String

    /// Nil when the address is not one that mail servers everywhere take.
    package init?(_ address: String, name: String = "") {
        guard Self.isDeliverable(address) else { return nil }
        self.name = name
        self.address = address
    }

    /// The same address under another name.
    func named(_ name: String) -> MailAddress { MailAddress(address, name: name) ?? self }

    /// Reads `Name <address>`, `"Name" <address>` or the address alone.
    package init?(parsing text: String) {
        let text = text.trimmed
        guard text.hasSuffix(">"), let start = text.lastIndex(of: "<") else {
            self.init(text)
            return
        }
        var name = String(text[..<start]).trimmed
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") {
            name = String(name.dropFirst().dropLast())
        }
        self.init(String(text[text.index(after: start)...].dropLast()), name: name)
    }

    /// A dot-atom, an at sign and a host name (RFC 5321, sections 4.1.2 and 4.5.3.1).
    ///
    /// Quoted local parts and addresses beyond ASCII exist, but few servers take them on.
    private static func isDeliverable(_ address: String) -> Bool {
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, address.utf8.count <= 254 else { return false }
        let atom = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        return isDotted(halves[0], lengthMax: 64) { $0.isAlphanumeric || atom.contains($0) }
            && isDotted(halves[1], lengthMax: 253) { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
    }

    private static func isDotted(
        _ text: Substring,
        lengthMax: Int,
        _ isAllowed: (UInt8) -> Bool
    ) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= lengthMax
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAllowed) }
    }
}

extension MailAddress {
    /// How it stands in a header field (RFC 5322, section 3.4; RFC 2047, section 5).
    var headerText: String {
        name.isEmpty ? address : "\(HeaderText.phrase(name)) <\(address)>"
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}

extension UInt8 {
    var isAlphanumeric: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
