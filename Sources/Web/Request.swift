/// What a client asks, with the body already read and within its limit.
package struct Request: Sendable {
    package let method: Method
    /// The path with percent-encoding undone, without the query.
    package let path: String
    package let rawQuery: String
    package let headers: Headers
    package let body: [UInt8]
    /// The gateway's id of this request; every hop logs it and passes it on.
    package let id: String
    package let remoteAddress: String
    /// The values of the route's `{names}`.
    package var parameters: [String: String] = [:]
    package var caller = Caller.nobody

    package var query: Form { Form(decoding: rawQuery) }

    package init(
        method: Method,
        path: String,
        rawQuery: String = "",
        headers: Headers = [:],
        body: [UInt8] = [],
        id: String = "",
        remoteAddress: String = ""
    ) {
        self.method = method
        self.path = path
        self.rawQuery = rawQuery
        self.headers = headers
        self.body = body
        self.id = id
        self.remoteAddress = remoteAddress
    }

    /// The media type of the body, lower-cased, without its parameters.
    package var mediaType: String? {
        headers["content-type"]?.split(separator: ";").first.map {
            $0.lowercased().filter { $0 != " " }
        }
    }

    /// The value of a cookie (RFC 6265, section 5.4).
    package func cookie(_ name: String) -> String? {
        guard let header = headers["cookie"] else { return nil }
        for piece in header.split(separator: ";") {
            let halves = piece.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { continue }
            if halves[0].filter({ $0 != " " }) == name { return String(halves[1]) }
        }
        return nil
    }
}
