import Web

/// A refusal in Twilio's own shape.
struct TwilioError: Error, Hashable {
    let status: Int
    let code: Int
    let message: String

    init(_ code: Int, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }

    static let unauthenticated = Self(20003, "Authenticate", status: 401)
    static let tooManyRequests = Self(20429, "Too Many Requests", status: 429)

    static func notFound(_ path: String) -> Self {
        Self(20404, "The requested resource \(path) was not found", status: 404)
    }

    var response: Response {
        var response = Response.json(
            [
                "code": .int(code), "message": .string(message),
                "more_info": .string("https://www.twilio.com/docs/errors/\(code)"),
                "status": .int(status),
            ],
            Status(rawValue: status)
        )
        if status == 401 {
            response.headers["WWW-Authenticate"] = "Basic realm=\"Twilio API\""
        }
        return response
    }
}
