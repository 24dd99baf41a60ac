import Crypto
package import Web

/// A request that a program signed instead of sending its key along (Standard Webhooks, version 1).
package struct SignedRequest {
    /// The number of the key, which the query says.
    let keyID: Int64
    private let id: String
    private let timestamp: Int64
    private let signatures: String
    private let body: [UInt8]

    /// The parameter of the query, for the documentation of routes that take signatures.
    package static let field = Field<Int>.integer(
        "signed",
        1...Int.max,
        "The number of the key with which the request is signed by Standard Webhooks, in the headers "
            + "webhook-id, webhook-timestamp and webhook-signature, instead of any other key."
    ).optional

    /// Nil for a request that does not say it is signed.
    ///
    /// - Throws: what is wrong with one that does, but is not, or not now.
    init?(_ request: Request, now: Int64 = WallClock.milliseconds / 1000) throws(Problem) {
        let query = request.query
        guard let number = query["signed"] else { return nil }
        guard query.pairs.count == 1 else {
            throw Problem(
                .badRequest,
                "query-not-signed",
                "Of a signed request the body alone is believed: say everything there, and nothing but signed in the query."
            )
        }
        guard let keyID = Int64(number), let id = request.headers["webhook-id"],
            let time = request.headers["webhook-timestamp"], let timestamp = Int64(time),
            let signatures = request.headers["webhook-signature"]
        else { throw Self.refusal }
        // Whoever has seen a request cannot send it again later; and timestamps far off overflow.
        guard (now - Self.toleranceSeconds...now + Self.toleranceSeconds).contains(timestamp) else {
            throw Problem(
                .unauthorized,
                "signature-not-current",
                "The request was not signed within the last five minutes; is the clock right?"
            )
        }
        (self.keyID, self.id, self.timestamp) = (keyID, id, timestamp)
        (self.signatures, body) = (signatures, request.body)
    }

    func isSigned(with secret: WebhookSecret) -> Bool {
        secret.isAmong(signatures, id: id, timestamp: timestamp, body: body)
    }

    /// The same for a key that is unknown, has ended, or signs otherwise.
    static let refusal = Problem(
        .unauthorized,
        "signature-wrong",
        "The request is not signed with the secret of that key, as Standard Webhooks says.",
        headers: ["WWW-Authenticate": "ApiKey realm=\"sms-tracker\""]
    )

    private static let toleranceSeconds: Int64 = 300
}
