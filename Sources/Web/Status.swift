/// An HTTP status code (RFC 9110, section 15).
package struct Status: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let ok = Self(rawValue: 200)
    package static let created = Self(rawValue: 201)
    package static let accepted = Self(rawValue: 202)
    package static let noContent = Self(rawValue: 204)
    package static let found = Self(rawValue: 302)
    package static let seeOther = Self(rawValue: 303)
    package static let badRequest = Self(rawValue: 400)
    package static let unauthorized = Self(rawValue: 401)
    package static let forbidden = Self(rawValue: 403)
    package static let notFound = Self(rawValue: 404)
    package static let methodNotAllowed = Self(rawValue: 405)
    package static let conflict = Self(rawValue: 409)
    package static let contentTooLarge = Self(rawValue: 413)
    package static let unsupportedMediaType = Self(rawValue: 415)
    package static let unprocessableContent = Self(rawValue: 422)
    package static let tooManyRequests = Self(rawValue: 429)
    package static let internalServerError = Self(rawValue: 500)
    package static let serviceUnavailable = Self(rawValue: 503)

    /// The reason phrase, which doubles as the title of a problem.
    package var reason: String {
        switch rawValue {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 302: "Found"
        case 303: "See Other"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Status \(rawValue)"
        }
    }
}
