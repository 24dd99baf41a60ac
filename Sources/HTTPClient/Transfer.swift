import CCurl
import Glibc

/// One request under way: its options, what libcurl reads from and writes to, and its verdict.
///
/// libcurl keeps the object's address, which stays valid because the client holds the object until
/// the handle has left the multi handle.
final class Transfer {
    let request: HTTPRequest
    let tag: Int
    let handle: EasyHandle

    private var bodyBytesRead = 0
    fileprivate var response = ResponseBuffer()
    fileprivate var metForbiddenAddress = false
    fileprivate var cameTooLate = false
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init(_ request: HTTPRequest, tag: Int, handle: EasyHandle) {
        self.request = request
        self.tag = tag
        self.handle = handle
        response.byteCountMax = request.responseByteCountMax
        response.cutsBody = request.cutsLongAnswers
    }

    deinit { curl_slist_free_all(headerList) }

    func configure() throws(HTTPFailureCause) {
        try handle.set(CURLOPT_URL, request.url)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_NOSIGNAL, 1)
        // An answer that means "I may or may not have it" must come from the provider, not a proxy
        // that happens to be in the environment.
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeoutMilliseconds))
        try handle.set(CURLOPT_TIMEOUT_MS, max(1, request.totalTimeoutMilliseconds))
        // The system's bundle is another option, and stays.
        if let folder = request.trustedFolder { try handle.set(CURLOPT_CAPATH, folder) }
        if let path = request.unixSocketPath { try handle.set(CURLOPT_UNIX_SOCKET_PATH, path) }
        if let credentials = request.credentials {
            // Basic is the scheme libcurl uses unless told otherwise.
            try handle.set(CURLOPT_USERNAME, credentials.name)
            try handle.set(CURLOPT_PASSWORD, credentials.password)
        }
        try configureBody()
        try configureHeaders()
        try configureCallbacks()
        if request.toPublicAddressesOnly { try guardAddresses() }
        if request.writeBefore != nil { try guardTime() }
    }

    /// The verdict, once libcurl says that the transfer has ended.
    func outcome(of code: CURLcode) -> HTTPOutcome {
        if code == CURLE_COULDNT_CONNECT, metForbiddenAddress {
            return .failed(.notSent(.init(.forbiddenAddress, "The host is inside our own network")))
        }
        if cameTooLate, wroteNothing {
            return .failed(.notSent(.init(.tooLate, "Its time was over before it was written")))
        }
        guard code == CURLE_OK else {
            return .failed(
                wroteNothing
                    ? .notSent(HTTPFailureCause(code))
                    : .ambiguous(HTTPFailureCause(code, afterWriting: true))
            )
        }
        guard response.headIsComplete else {
            return .failed(.ambiguous(.init(.answerTruncated, "The head of the answer is cut off")))
        }
        return .answered(
            HTTPAnswer(
                status: handle.long(CURLINFO_RESPONSE_CODE),
                headers: response.headers,
                body: response.body,
                milliseconds: handle.offset(CURLINFO_TOTAL_TIME_T) / 1_000
            )
        )
    }

    // MARK: -

    /// Whether not one byte of this request was handed to a connection.
    ///
    /// `CURLINFO_REQUEST_SIZE` counts the bytes written of head and body, over every connection
    /// that libcurl tried; the read callback knows whether the body was ever asked for.
    private var wroteNothing: Bool {
        handle.long(CURLINFO_REQUEST_SIZE) == 0 && bodyBytesRead == 0
            && handle.offset(CURLINFO_SIZE_UPLOAD_T) == 0
    }

    /// Gives the body through a callback that refuses to start over.
    ///
    /// When a reused connection closes without an answer, libcurl repeats the request on a new one,
    /// though the peer may have acted on the first (`Curl_retry_request` in lib/transfer.c). No
    /// option forbids it, but it must rewind the body, and that fails here. A request without a body
    /// has nothing to rewind, so unless it is harmless to repeat it goes on a fresh connection.
    private func configureBody() throws(HTTPFailureCause) {
        guard request.method != .get || !request.body.isEmpty else { return }
        try handle.set(CURLOPT_POST, 1)
        try handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        try handle.check(
            ccurl_set_offset(
                handle.raw,
                CURLOPT_POSTFIELDSIZE_LARGE,
                curl_off_t(request.body.count)
            )
        )
        try handle.set(CURLOPT_READFUNCTION, callback: readBody)
        try handle.check(ccurl_set_seek(handle.raw, refuseToRewind))
        if request.body.isEmpty { try handle.set(CURLOPT_FRESH_CONNECT, 1) }
    }

    private func configureHeaders() throws(HTTPFailureCause) {
        // "Expect:" without a value removes the header that libcurl adds to large bodies by itself,
        // which would cost a round trip.
        var lines = request.headers.map { "\($0.name): \($0.value)" } + ["Expect:"]
        // Likewise the content type of a form, which is libcurl's guess for every body.
        let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
        if !hasType { lines.append("Content-Type:") }
        for line in lines {
            guard let longer = curl_slist_append(headerList, line) else {
                throw HTTPFailureCause(.other, "libcurl is out of memory")
            }
            headerList = longer
        }
        try handle.check(ccurl_set_list(handle.raw, CURLOPT_HTTPHEADER, headerList))
    }

    private func guardAddresses() throws(HTTPFailureCause) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        try handle.check(ccurl_set_opensocket(handle.raw, openPublicSocket))
    }

    private func guardTime() throws(HTTPFailureCause) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_PREREQDATA, pointer: context)
        try handle.check(ccurl_set_prereq(handle.raw, refuseWhatIsLate))
    }

    private func configureCallbacks() throws(HTTPFailureCause) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_READDATA, pointer: context)
        try handle.set(CURLOPT_WRITEDATA, pointer: context)
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_WRITEFUNCTION, callback: keepBody)
        try handle.set(CURLOPT_HEADERFUNCTION, callback: keepHeader)
    }
}

// MARK: - What libcurl calls

extension Transfer {
    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, request.body.count - bodyBytesRead)
        buffer.copyBytes(from: request.body[bodyBytesRead..<bodyBytesRead + count])
        bodyBytesRead += count
        return count
    }
}

/// Makes the socket for an address, unless it is one of our own network.
private let openPublicSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let bytes = ccurl_address(address),
        NetworkAddress(bytes)?.isInternal == false
    else {
        Transfer.at(context)?.metForbiddenAddress = true
        return CURL_SOCKET_BAD
    }
    let kind = address.pointee
    return socket(kind.family, kind.socktype | Int32(SOCK_CLOEXEC.rawValue), kind.protocol)
}

/// Called when the connection stands and the next thing is to write the request.
private let refuseWhatIsLate: curl_prereq_callback = { context, _, _, _, _ in
    guard let transfer = Transfer.at(context), let end = transfer.request.writeBefore,
        ContinuousClock.now >= end
    else { return CURL_PREREQFUNC_OK }
    transfer.cameTooLate = true
    return CURL_PREREQFUNC_ABORT
}

private let readBody: ccurl_data_callback = { bytes, size, count, context in
    guard let transfer = Transfer.at(context), let bytes else { return ccurl_read_abort() }
    return transfer.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

private let refuseToRewind: curl_seek_callback = { _, _, _ in CURL_SEEKFUNC_FAIL }

/// Taking fewer bytes than offered tells libcurl to end the transfer.
private let keepBody: ccurl_data_callback = { bytes, size, count, context in
    let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Transfer.at(context)?.response.append(body: chunk) ?? 0
}

private let keepHeader: ccurl_data_callback = { bytes, size, count, context in
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Transfer.at(context)?.response.append(headerLine: line) ?? 0
}
