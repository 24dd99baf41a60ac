/// What became of a request.
package enum HTTPOutcome: Sendable {
    case answered(HTTPAnswer)
    case failed(HTTPFailure)
}

/// A complete answer, whatever its status.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let headers: [HTTPHeader]
    package let body: [UInt8]
    /// From submission to the last byte, waiting for a free connection included.
    package let milliseconds: Int

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8], milliseconds: Int = 0) {
        self.status = status
        self.headers = headers
        self.body = body
        self.milliseconds = milliseconds
    }

    /// The first value of a header, found without regard to case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A request that got no complete answer; the case says whether it may simply be repeated.
package enum HTTPFailure: Error, Sendable {
    /// Not one byte of the request was written to a connection: the peer cannot have acted on it.
    case notSent(HTTPFailureCause)
    /// Some of the request was written: the peer may have done all, part or nothing of it.
    case ambiguous(HTTPFailureCause)

    package var cause: HTTPFailureCause {
        switch self {
        case .notSent(let cause), .ambiguous(let cause): cause
        }
    }
}

/// Why a request got no complete answer, in words that are safe to log.
package struct HTTPFailureCause: Error, Hashable {
    package enum Kind: String, Sendable {
        case malformedRequest
        case couldNotResolve
        case couldNotConnect
        /// The host is inside our own network, where this request may not go.
        case forbiddenAddress
        /// The handshake failed or the peer's certificate is not trusted.
        case tls
        case timeout
        /// Its time was over before it could be written.
        case tooLate
        case connectionLost
        /// The peer closed the connection before the first byte of an answer.
        case noAnswer
        /// The answer stopped before the length it had announced.
        case answerTruncated
        case answerTooLarge
        case answerMalformed
        /// The client was closed while the request was under way.
        case abandoned
        case other
    }

    package let kind: Kind
    /// libcurl's fixed sentence for the error; holds nothing of the request.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension HTTPFailureCause: CustomStringConvertible {
    package var description: String { "\(kind.rawValue): \(message)" }
}
