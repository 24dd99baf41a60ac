import HTTPClient
import Messaging

/// Walks the way that a provider's report takes, from this host, with a request that is not signed.
struct CallbackProbe: Sendable {
    /// The address that the provider was told to report to.
    let address: String
    /// Where this gateway's own certificate lies, when no authority has signed that.
    var trustedFolder: String?

    /// A provider waits no longer either.
    private static let timeoutMilliseconds = 5_000
    private static let form = HTTPHeader("Content-Type", "application/x-www-form-urlencoded")

    /// The first station that does not do its part; nil when the request came to the function, which
    /// refused it as it must.
    func faultyHop() -> CallbackHop? {
        var request = HTTPRequest(.post, address, headers: [Self.form], body: Array("probe=1".utf8))
        request.totalTimeoutMilliseconds = Self.timeoutMilliseconds
        request.trustedFolder = trustedFolder
        return switch HTTPClient.send(request) {
        case .answered(let answer): Self.faultyHop(answer)
        case .failed(let failure): Self.faultyHop(failure)
        }
    }

    private static func faultyHop(_ answer: HTTPAnswer) -> CallbackHop? {
        // Only our own parts answer so; what stands before them has pages of its own.
        let isOurs = answer.header("Content-Type")?.hasPrefix("application/problem+json") == true
        switch answer.status {
        case 403 where isOurs && answer.says("bad-signature"): return nil
        case 500... where isOurs: return .function
        default: return .gateway
        }
    }

    private static func faultyHop(_ failure: HTTPFailure) -> CallbackHop {
        switch failure {
        case .notSent(let cause):
            switch cause.kind {
            case .couldNotResolve: .dns
            case .couldNotConnect, .timeout: .connection
            case .tls, .connectionLost: .tls
            default: .gateway
            }
        case .ambiguous: .gateway
        }
    }
}

extension HTTPAnswer {
    fileprivate func says(_ code: String) -> Bool {
        String(decoding: body, as: UTF8.self).contains("\"code\":\"\(code)\"")
    }
}
