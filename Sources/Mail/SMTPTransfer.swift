import CCurl
import HTTPClient

/// The server to hand messages to, and how.
struct MailServer: Sendable {
    let url: MailURL
    let user: String?
    let password: String?
    let startTLS: StartTLS
    let certificateFile: String?

    /// A mail server may think for a while: about the sender, the recipients, and what was sent.
    static let totalTimeoutMilliseconds = 30_000
    static let connectTimeoutMilliseconds = 10_000
}

/// One message on its way to the server.
///
/// libcurl keeps the object's address while `perform` runs, and no longer.
final class SMTPTransfer {
    private let handle = EasyHandle()
    private let message: [UInt8]
    private var readCount = 0
    /// The last line that the server said.
    private var reply = ""
    private var recipients: UnsafeMutablePointer<curl_slist>?

    init(
        _ server: MailServer,
        from sender: MailAddress,
        to recipients: [MailAddress],
        message: [UInt8]
    ) throws(MailFailure) {
        self.message = message
        for recipient in recipients {
            guard let longer = curl_slist_append(self.recipients, "<\(recipient.address)>") else {
                throw MailFailure(.other, "libcurl is out of memory")
            }
            self.recipients = longer
        }
        do {
            try configure(server, sender)
        } catch {
            throw MailFailure(error)
        }
    }

    deinit { curl_slist_free_all(recipients) }

    func perform() throws(MailFailure) {
        let code = withExtendedLifetime(self) { curl_easy_perform(handle.raw) }
        guard code != CURLE_OK else { return }
        throw failure(of: code)
    }

    // MARK: -

    private func configure(
        _ server: MailServer,
        _ sender: MailAddress
    ) throws(HTTPFailureCause) {
        try handle.set(CURLOPT_URL, server.url.text)
        try handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_USE_SSL, server.startTLS.curlValue)
        if let file = server.certificateFile { try handle.set(CURLOPT_CAINFO, file) }
        if let user = server.user { try handle.set(CURLOPT_USERNAME, user) }
        if let password = server.password { try handle.set(CURLOPT_PASSWORD, password) }
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, MailServer.connectTimeoutMilliseconds)
        try handle.set(CURLOPT_TIMEOUT_MS, MailServer.totalTimeoutMilliseconds)
        try handle.set(CURLOPT_MAIL_FROM, "<\(sender.address)>")
        try handle.check(ccurl_set_list(handle.raw, CURLOPT_MAIL_RCPT, recipients))
        try handle.set(CURLOPT_UPLOAD, 1)
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_READDATA, pointer: context)
        try handle.set(CURLOPT_READFUNCTION, callback: readMessage)
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_HEADERFUNCTION, callback: keepReply)
    }

    /// The server's own number says more than libcurl's word for it.
    private func failure(of code: CURLcode) -> MailFailure {
        let words = String(cString: curl_easy_strerror(code))
        let said = reply.isEmpty ? nil : reply
        switch code {
        case CURLE_LOGIN_DENIED:
            return MailFailure(.login, words, reply: said)
        case CURLE_USE_SSL_FAILED:
            return MailFailure(.tls, words, reply: said)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY,
            CURLE_REMOTE_ACCESS_DENIED,
            CURLE_UPLOAD_FAILED:
            switch reply.first {
            case "4": return MailFailure(.postponed, words, reply: said)
            case "5": return MailFailure(.refused, words, reply: said)
            default: return MailFailure(.unreachable, words, reply: said)
            }
        default:
            return MailFailure(HTTPFailureCause(code))
        }
    }

    // MARK: - What libcurl calls

    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> SMTPTransfer? {
        context.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, message.count - readCount)
        buffer.copyBytes(from: message[readCount..<readCount + count])
        readCount += count
        return count
    }

    fileprivate func keep(replyLine line: UnsafeRawBufferPointer) {
        guard line.count > 3, (0x30...0x39).contains(line[0]) else { return }
        let text = String(decoding: line.prefix(400), as: UTF8.self).trimmed
        // The farewell after a refusal says nothing of it.
        if !text.hasPrefix("221") { reply = text }
    }
}

private let readMessage: ccurl_data_callback = { bytes, size, count, context in
    guard let transfer = SMTPTransfer.at(context), let bytes else { return ccurl_read_abort() }
    return transfer.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

private let keepReply: ccurl_data_callback = { bytes, size, count, context in
    SMTPTransfer.at(context)?
        .keep(replyLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

extension StartTLS {
    fileprivate var curlValue: Int {
        switch self {
        case .required: Int(CURLUSESSL_ALL.rawValue)
        case .preferred: Int(CURLUSESSL_TRY.rawValue)
        case .off: Int(CURLUSESSL_NONE.rawValue)
        }
    }
}
