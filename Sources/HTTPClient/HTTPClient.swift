/// One blocking request on a connection of its own.
///
/// For callers that ask rarely; whoever asks often owns a `MultiClient` and reuses its connections.
package enum HTTPClient {
    package static func send(_ request: HTTPRequest) -> HTTPOutcome {
        MultiClient(connectionCountPerHostMax: 1).send(request)
    }
}
