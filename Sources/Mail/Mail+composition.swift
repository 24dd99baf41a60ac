import Crypto
import Glibc

extension Mail {
    /// The whole message as it goes over the wire (RFC 5322, RFC 2045 to 2049).
    ///
    /// `boundary` is a word that stands nowhere in the parts.
    func composed(from sender: MailAddress, atSeconds seconds: Int, boundary: String) -> [UInt8] {
        let host = sender.address.split(separator: "@").last.map(String.init) ?? "localhost"
        var head = HeaderText.field("From", sender.headerText)
        if let replyTo { head += HeaderText.field("Reply-To", replyTo.headerText) }
        head += HeaderText.field("To", to.map(\.headerText).joined(separator: ", "))
        head += HeaderText.field("Subject", HeaderText.unstructured(subject))
        head += HeaderText.field("Date", Self.date(seconds))
        head += "Message-ID: <\(messageIDWord(boundary))@\(host)>\r\n"
        if isAutomatic { head += "Auto-Submitted: auto-generated\r\n" }
        head += "MIME-Version: 1.0\r\n"
        return Array((head + body(boundary)).utf8)
    }

    private func messageIDWord(_ boundary: String) -> String {
        let word = key.map { String(SHA256.hex($0).prefix(32)) }
        return word ?? String(SHA256.hex(boundary).prefix(32))
    }

    // MARK: - Parts

    private func body(_ boundary: String) -> String {
        let words = alternatives(boundary + "a")
        guard !attachments.isEmpty else { return words }
        return Self.multipart("mixed", boundary, [words] + attachments.map(Self.part))
    }

    private func alternatives(_ boundary: String) -> String {
        let plain = Self.part("text/plain", text)
        guard let html else { return plain }
        return Self.multipart("alternative", boundary, [plain, Self.part("text/html", html)])
    }

    private static func multipart(_ kind: String, _ boundary: String, _ parts: [String]) -> String {
        let type = "Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n\r\n"
        return type + parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n"
    }

    private static func part(_ type: String, _ text: String) -> String {
        "Content-Type: \(type); charset=utf-8\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            + QuotedPrintable.encode(text)
    }

    private static func part(_ attachment: Attachment) -> String {
        let name = HeaderText.parameter("filename", attachment.name)
        return "Content-Type: \(attachment.safeMediaType)\r\n"
            + "Content-Disposition: attachment;\r\n \(name)\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.lines(attachment.bytes)
    }

    /// RFC 5322, section 3.3; the C locale is the only one of this process.
    private static func date(_ seconds: Int) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            strftime(start, 64, "%a, %d %b %Y %H:%M:%S +0000", &parts)
            return String(cString: start)
        }
    }
}

extension Mail.Attachment {
    /// What is no media type would otherwise break out of its line.
    fileprivate var safeMediaType: String {
        let isPlain = mediaType.utf8.allSatisfy {
            $0.isAlphanumeric || "/+-.".utf8.contains($0)
        }
        return isPlain && mediaType.contains("/") ? mediaType : "application/octet-stream"
    }
}

extension Base64 {
    /// Lines of 76 characters (RFC 2045, section 6.8).
    fileprivate static func lines(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 57)
            .map { encode(Array(bytes[$0..<min($0 + 57, bytes.count)])) }
            .joined(separator: "\r\n")
    }
}
