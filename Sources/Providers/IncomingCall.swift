package import Web

/// A call to one of our addresses that says it comes from a provider.
package struct IncomingCall: Sendable {
    package let request: Request
    /// Scheme and host that the world knows us by, without a slash at the end.
    package let publicURL: String
    package let unixSeconds: Int64

    package init(_ request: Request, publicURL: String, unixSeconds: Int64) {
        self.request = request
        self.publicURL = publicURL
        self.unixSeconds = unixSeconds
    }

    /// The whole address that was called, as the provider knows it.
    package var url: String {
        request.rawQuery.isEmpty ? urlWithoutQuery : "\(urlWithoutQuery)?\(request.rawQuery)"
    }

    package var urlWithoutQuery: String { publicURL + request.path }

    /// The parameters of the query, then those of the body: a form, or a flat JSON object.
    var parameters: [Form.Pair] {
        switch request.mediaType {
        case "application/x-www-form-urlencoded":
            request.query.pairs
                + Form(decoding: String(decoding: request.body, as: UTF8.self)).pairs
        case "application/json": request.query.pairs + JSONMembers.pairs(of: request.body)
        default: request.query.pairs
        }
    }
}

/// What a provider brings, and what it is to be answered.
package struct Callback {
    package var reports: [StatusReport]
    package var arrivals: [InboundMessage]
    package var answer: Response

    package init(
        reports: [StatusReport] = [],
        arrivals: [InboundMessage] = [],
        answer: Response = .noContent
    ) {
        self.reports = reports
        self.arrivals = arrivals
        self.answer = answer
    }
}

/// Why a call is not taken.
package enum RefusedCall: Error, Sendable, Hashable {
    /// It does not prove that it comes from the provider.
    case forged
    case malformed(String)
}

/// A person's message, as a provider delivers it.
package struct InboundMessage: Sendable, Hashable {
    package let id: String
    /// The person's number.
    package let from: String
    /// Ours.
    package let to: String
    package let body: String
    /// What the provider has understood: `STOP`, `START` or `HELP`.
    package let optOutType: String?
    /// The message as it came.
    package let raw: JSON

    package init(
        id: String,
        from: String,
        to: String,
        body: String,
        optOutType: String? = nil,
        raw: JSON
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.body = body
        self.optOutType = optOutType
        self.raw = raw
    }
}
