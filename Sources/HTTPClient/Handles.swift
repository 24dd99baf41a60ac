package import CCurl
import Glibc

/// Owns one `CURLM` and frees it exactly once.
final class MultiHandle {
    let raw: UnsafeMutableRawPointer

    init() {
        Library.prepare()
        guard let raw = curl_multi_init() else { fatalError("libcurl is out of memory") }
        self.raw = raw
    }

    deinit { curl_multi_cleanup(raw) }

    func set(_ option: CURLMoption, _ value: Int) { ccurl_multi_set_long(raw, option, value) }
}

/// Owns one `CURL` and frees it exactly once; connections belong to the multi handle, not to it.
package final class EasyHandle {
    package let raw: UnsafeMutableRawPointer

    package init() {
        Library.prepare()
        guard let raw = curl_easy_init() else { fatalError("libcurl is out of memory") }
        self.raw = raw
    }

    deinit { curl_easy_cleanup(raw) }

    /// Forgets every option, so that nothing of one request reaches the next.
    func reset() { curl_easy_reset(raw) }

    package func set(_ option: CURLoption, _ value: Int) throws(HTTPFailureCause) {
        try check(ccurl_set_long(raw, option, value))
    }

    package func set(_ option: CURLoption, _ value: String) throws(HTTPFailureCause) {
        // C text ends at the first NUL, so what follows would vanish without a word.
        guard !value.utf8.contains(0) else {
            throw HTTPFailureCause(.malformedRequest, "The request holds a NUL byte")
        }
        try check(ccurl_set_text(raw, option, value))
    }

    package func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer)
        throws(HTTPFailureCause)
    {
        try check(ccurl_set_pointer(raw, option, pointer))
    }

    package func set(
        _ option: CURLoption,
        callback: @escaping ccurl_data_callback
    ) throws(HTTPFailureCause) {
        try check(ccurl_set_callback(raw, option, callback))
    }

    /// A fact about the transfer; zero when libcurl does not know it.
    func long(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_get_long(raw, info, &value)
        return value
    }

    /// A fact about the transfer; zero when libcurl does not know it.
    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        ccurl_get_offset(raw, info, &value)
        return Int(value)
    }

    package func check(_ code: CURLcode) throws(HTTPFailureCause) {
        guard code != CURLE_OK else { return }
        throw HTTPFailureCause(code)
    }
}

/// What the process owes libcurl before its first use.
private enum Library {
    /// Runs once, on whichever thread comes first.
    ///
    /// SIGPIPE is ignored because OpenSSL may write to a closed socket, and libcurl is told not to
    /// touch signals, which is unsafe with threads.
    private static let prepared: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
        guard ccurl_global_prepare() == CURLE_OK else { fatalError("libcurl does not start") }
    }()

    static func prepare() { _ = prepared }
}
