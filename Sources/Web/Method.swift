/// The methods that a route may have (RFC 9110, section 9).
package enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether the method only reads, so that a page elsewhere may be allowed to cause it.
    package var isSafe: Bool { self == .get || self == .head }
}
