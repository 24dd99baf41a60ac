/// The address under which people reach this system, without a slash at its end.
package struct PublicOrigin: Sendable, Hashable {
    package let text: String

    /// What `PUBLIC_URL` says.
    package init(_ text: String) { self.text = text }

    /// The same for a business with a host name of its own, which is reached as the others are; nil
    /// is a business without.
    package func at(_ hostName: String?) -> String {
        guard let hostName, let scheme = text.firstRange(of: "://") else { return text }
        let authority = text[scheme.upperBound...]
        // An IPv6 address has colons of its own, within brackets.
        let port = authority.lastIndex(of: ":").map { String(authority[$0...]) }
        let suffix = port.flatMap { $0.contains("]") ? nil : $0 } ?? ""
        return "\(text[..<scheme.upperBound])\(hostName)\(suffix)"
    }

    /// Its host alone, in lower case.
    package var hostName: String {
        guard let scheme = text.firstRange(of: "://") else { return text }
        return text[scheme.upperBound...].hostName
    }
}

extension StringProtocol {
    /// The host of an authority such as `sms.example.com:8080`, in lower case (RFC 3986, 3.2).
    package var hostName: String {
        let authority = lowercased()
        guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else {
            return authority
        }
        return String(authority[..<colon])
    }
}
