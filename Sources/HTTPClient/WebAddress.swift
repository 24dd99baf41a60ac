import CCurl
import Glibc

/// The address of somebody's web service, taken apart as libcurl will take it apart.
package struct WebAddress: Sendable, Hashable {
    package let text: String
    package let host: String
    package let isEncrypted: Bool

    /// Nil for anything but `http` and `https`, and for one that holds a name and password.
    package init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), let url = curl_url() else {
            return nil
        }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK,
            Self.part(CURLUPART_USER, of: url) == nil,
            let scheme = Self.part(CURLUPART_SCHEME, of: url),
            scheme == "http" || scheme == "https",
            let host = Self.part(CURLUPART_HOST, of: url), !host.isEmpty
        else { return nil }
        self.text = text
        self.host = host
        isEncrypted = scheme == "https"
    }

    /// Whether the host has an address in our own network; nil when it has none at all now.
    ///
    /// This is for telling a person at once. What keeps requests out is
    /// `HTTPRequest.toPublicAddressesOnly`, since a name may mean another host a moment later.
    package var isInternal: Bool? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return nil }
        defer { freeaddrinfo(list) }
        var isInternal: Bool?
        var cursor = list
        while let entry = cursor?.pointee {
            let address = entry.ai_addr.flatMap { NetworkAddress($0) }
            isInternal = (isInternal ?? false) || address?.isInternal ?? true
            cursor = entry.ai_next
        }
        return isInternal
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
