package import CCurl

extension HTTPFailureCause {
    /// Translates libcurl's word for an error; the sentence stays libcurl's.
    ///
    /// Once a part of the request has been written, an unsupported protocol is the answer's
    /// (HTTP/0.9), not the URL's.
    package init(_ code: CURLcode, afterWriting: Bool = false) {
        let isAnswers = afterWriting && code == CURLE_UNSUPPORTED_PROTOCOL
        let message = String(cString: curl_easy_strerror(code))
        self.init(isAnswers ? .answerMalformed : Self.kind(of: code), message)
    }

    private static func kind(of code: CURLcode) -> Kind {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT:
            .malformedRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            .couldNotResolve
        case CURLE_COULDNT_CONNECT:
            .couldNotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .tls
        case CURLE_OPERATION_TIMEDOUT:
            .timeout
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND:
            .connectionLost
        case CURLE_GOT_NOTHING:
            .noAnswer
        case CURLE_PARTIAL_FILE:
            .answerTruncated
        case CURLE_WRITE_ERROR:
            .answerTooLarge
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .answerMalformed
        default:
            .other
        }
    }
}
