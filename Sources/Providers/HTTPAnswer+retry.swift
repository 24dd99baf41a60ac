import HTTPClient

extension HTTPAnswer {
    /// How long the provider asks to be left alone; nil unless it names seconds, and not more than
    /// an hour of them.
    ///
    /// The header's other form, a date (RFC 9110, 10.2.3), means little when clocks differ.
    var retryAfterSeconds: Int? {
        header("Retry-After").flatMap { Int($0) }.flatMap { (0...3_600).contains($0) ? $0 : nil }
    }
}
