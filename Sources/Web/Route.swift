/// One endpoint's place in the house: the only spot where its method, path, access rule, limit and
/// schemas are written down.
///
/// Routing, the gateway's configuration and the OpenAPI document all come
/// from it.
package struct Route: Sendable {
    package let method: Method
    package let template: PathTemplate
    package let summary: String
    package let access: Access
    /// The largest body taken, in bytes.
    package let bodyByteCountMax: Int
    package let query: [any DescribedField]
    package let request: Schema?
    package let answers: [Answer]
    /// Whether a key may stand in the query as `key`, for programs that can set nothing but an
    /// address.
    package let takesKeyInQuery: Bool
    /// Whether the request may be signed instead of carrying a key, which `signed` in the query names
    /// (Standard Webhooks); only for what says all that matters in its body, as nothing else is signed.
    package let takesSignature: Bool
    /// Whether the answer says a secret, this once: it is not stored to be repeated.
    package let answersSecret: Bool

    package struct Answer: Sendable {
        package let status: Status
        package let summary: String
        package let schema: Schema?
        package let mediaType: String

        package init(
            _ status: Status,
            _ summary: String,
            _ schema: Schema? = nil,
            mediaType: String = "application/json"
        ) {
            self.status = status
            self.summary = summary
            self.schema = schema
            self.mediaType = mediaType
        }
    }

    package init(
        _ method: Method,
        _ path: StaticString,
        _ summary: String,
        access: Access,
        takesKeyInQuery: Bool = false,
        takesSignature: Bool = false,
        answersSecret: Bool = false,
        bodyByteCountMax: Int = 64 * 1024,
        query: [any DescribedField] = [],
        request: Schema? = nil,
        answers: [Answer] = []
    ) {
        self.method = method
        self.template = PathTemplate("\(path)")
        self.summary = summary
        self.access = access
        self.takesKeyInQuery = takesKeyInQuery
        self.takesSignature = takesSignature
        self.answersSecret = answersSecret
        self.bodyByteCountMax = bodyByteCountMax
        self.query = query
        self.request = request
        self.answers = answers
    }
}
