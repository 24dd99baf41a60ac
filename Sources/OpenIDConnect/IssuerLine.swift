import Crypto
import HTTPClient
import JSONParser
import Web

/// How issuers are asked.
package struct IssuerLine: Sendable {
    /// Whether they may be inside our own network, and without encryption there.
    private let inside: Bool

    package init(inside: Bool) { self.inside = inside }

    /// Only what nobody on the way can change is believed.
    func allows(_ address: String) -> Bool {
        guard let address = WebAddress(address) else { return false }
        return address.isEncrypted || inside
    }

    func get(_ address: String, as bearer: String? = nil) throws(SignInFailure) -> JSON {
        let headers = bearer.map { [HTTPHeader("Authorization", "Bearer \($0)")] } ?? []
        return try send(HTTPRequest(.get, address, headers: headers))
    }

    func post(
        _ address: String,
        _ fields: Form,
        as client: SignInClient
    ) throws(SignInFailure) -> JSON {
        var request = HTTPRequest(
            .post,
            address,
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(fields.encoded.utf8)
        )
        // RFC 6749, section 2.3.1: both are encoded as in a form before they are put together.
        request.credentials = client.secret.map {
            BasicCredentials(
                name: PercentCoding.encode(client.id),
                password: PercentCoding.encode($0)
            )
        }
        return try send(request)
    }

    private func send(_ request: HTTPRequest) throws(SignInFailure) -> JSON {
        guard allows(request.url) else { throw .issuer("It is not asked by HTTPS.") }
        var request = request
        request.headers.append(HTTPHeader("Accept", "application/json"))
        request.toPublicAddressesOnly = !inside
        request.responseByteCountMax = 256 * 1024
        switch HTTPClient.send(request) {
        case .failed(let failure): throw .issuer("It does not answer: \(failure.cause.message).")
        case .answered(let answer):
            guard let json = try? JSON(parsing: answer.body), case .object = json else {
                throw .issuer("It answers \(answer.status), and not in JSON.")
            }
            guard answer.status == 200 else {
                let words = json["error_description"]?.text ?? json["error"]?.text ?? ""
                throw .issuer("It answers \(answer.status). \(words.prefix(200))")
            }
            return json
        }
    }
}
