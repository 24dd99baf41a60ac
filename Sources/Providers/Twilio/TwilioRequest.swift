package import Web

extension TwilioSignature {
    /// The form of a request that Twilio has signed for `publicURL`, the address without a path that
    /// it knows us by.
    package static func verifiedForm(
        of request: Request,
        publicURL: String,
        token: String
    ) throws(Problem) -> Form {
        let form = Form(decoding: String(decoding: request.body, as: UTF8.self))
        let query = request.rawQuery.isEmpty ? "" : "?\(request.rawQuery)"
        let isSigned = verify(
            url: "\(publicURL)\(request.path)\(query)",
            form: form,
            header: request.headers[header] ?? "",
            token: token
        )
        guard isSigned else {
            throw Problem(.forbidden, "bad-signature", "This request is not signed by Twilio.")
        }
        return form.withoutZeroBytes
    }
}

extension Form {
    /// The same with a mark in place of each zero byte, which PostgreSQL cannot store: an odd word
    /// is no reason to lose the message.
    fileprivate var withoutZeroBytes: Form {
        Form(pairs.map { .init(Self.marked($0.name), Self.marked($0.value)) })
    }

    private static func marked(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
