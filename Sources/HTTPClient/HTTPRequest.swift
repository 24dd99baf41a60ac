/// One outbound request, with a limit on everything that the peer could make large or slow.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// Absolute, `http` or `https`; what is not allowed in a URL must already be percent-encoded.
    package var url: String
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    package var credentials: BasicCredentials?
    /// When set, the connection goes to this socket; the URL's host only names the virtual host.
    package var unixSocketPath: String?
    /// For a URL that a stranger chose: no connection is made to an address of our own network.
    ///
    /// Each address is looked at when its socket is made, so a name that means another host by then
    /// does not help. A client that sends such requests sends no others, since it reuses connections.
    package var toPublicAddressesOnly = false
    /// A folder of certificates, named as OpenSSL does, that are believed beside the system's.
    package var trustedFolder: String?

    /// Name resolution, TCP and TLS together.
    ///
    /// Two seconds cover a lost SYN that is sent once more.
    package var connectTimeoutMilliseconds = 2_000
    /// Everything, connecting included.
    ///
    /// Providers promise answers well below ten seconds.
    package var totalTimeoutMilliseconds = 10_000
    /// From then on nothing of it is written, however late libcurl comes to it.
    ///
    /// A process that is frozen with requests in hand goes on with them when it wakes, and libcurl's
    /// own limits count from when it begins.
    package var writeBefore: ContinuousClock.Instant?
    /// Bytes of headers and body together that are kept; a longer answer fails the request.
    ///
    /// A full page of 1000 listed messages stays below two megabytes.
    package var responseByteCountMax = 4 << 20
    /// Whether what goes beyond the limit is read and forgotten instead of failing the request.
    package var cutsLongAnswers = false

    package init(
        _ method: Method,
        _ url: String,
        headers: [HTTPHeader] = [],
        body: [UInt8] = [],
        credentials: BasicCredentials? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.credentials = credentials
    }
}

/// A header line, as sent or as received.
package struct HTTPHeader: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A name and password for HTTP Basic authentication.
package struct BasicCredentials: Sendable, CustomStringConvertible {
    package let name: String
    package let password: String

    package init(name: String, password: String) {
        self.name = name
        self.password = password
    }

    /// Hides the password: requests end up in logs.
    package var description: String { "\(name):…" }
}

extension HTTPRequest {
    /// Whether a header could smuggle in a second one, or cannot be passed on as C text.
    ///
    /// libcurl writes header lines as they are: a line break in a value would start a new header.
    var hasUnsafeHeader: Bool {
        headers.contains { header in
            header.name.isEmpty
                || header.name.utf8.contains { $0 <= 0x20 || $0 >= 0x7f || $0 == UInt8(ascii: ":") }
                || header.value.utf8.contains { $0 == 0x0d || $0 == 0x0a || $0 == 0 }
        }
    }
}
