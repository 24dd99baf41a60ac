/// What a file says of itself to programs that list, search or read it aloud.
package struct DocumentInfo: Sendable, Hashable {
    package var title: String
    package var author: String
    package var subject: String
    /// The program that made it.
    package var creator: String
    /// When its content was true, in RFC 3339 and whole seconds; nothing tells when it was made.
    package var date: String

    package init(title: String, author: String, subject: String, creator: String, date: String) {
        self.title = title
        self.author = author
        self.subject = subject
        self.creator = creator
        self.date = date
    }
}
