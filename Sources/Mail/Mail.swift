/// A message to one or several people.
package struct Mail: Sendable {
    /// Nil for the installation's own address (`MAIL_FROM`).
    package var from: MailAddress?
    /// The name beside that address, in place of its own; empty for that.
    package var senderName = ""
    /// Where answers go; nil for the sender.
    package var replyTo: MailAddress?
    package var to: [MailAddress]
    package var subject: String
    package var text: String
    /// The same for readers that show HTML.
    package var html: String?
    package var attachments: [Attachment]
    /// What a program said by itself: nobody's holiday answers it (RFC 3834).
    package var isAutomatic = true
    /// Made from the same key, a repeated message has the same Message-ID, and readers show it once.
    package var key: String?

    package init(
        from: MailAddress? = nil,
        to: [MailAddress],
        subject: String,
        text: String,
        html: String? = nil,
        attachments: [Attachment] = []
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.attachments = attachments
    }

    /// A file that goes with it.
    package struct Attachment: Sendable {
        package let name: String
        /// Such as `application/pdf`.
        package let mediaType: String
        package let bytes: [UInt8]

        package init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }
}
