/// What a client is answered.
package struct Response {
    package var status: Status
    package var headers: Headers
    package var body: Body

    /// A body that is at hand, or one that is written piece by piece so that it never is as a whole.
    package enum Body {
        case bytes([UInt8])
        case stream((_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void)
    }

    package init(_ status: Status, headers: Headers = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ value: JSON, _ status: Status = .ok, headers: Headers = [:]) -> Self
    {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return Self(status, headers: headers, body: .bytes(value.serialized))
    }

    package static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Self {
        Self(.ok, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
    }

    package static func html(_ page: HTML, _ status: Status = .ok) -> Self {
        Self(
            status,
            headers: ["Content-Type": "text/html; charset=utf-8"],
            body: .bytes(Array(page.document.utf8))
        )
    }

    /// Sends the client elsewhere.
    package static func redirect(to address: String, _ status: Status) -> Self {
        Self(status, headers: ["Location": address])
    }

    package static var noContent: Self { Self(.noContent) }
}
