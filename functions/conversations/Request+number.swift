import Messaging
import Web

extension Request {
    /// The number in the path, with its plus sign or without.
    func number() throws(Problem) -> String {
        let text = parameters["number"] ?? ""
        guard text.utf8.count <= 40, !text.hasControlCharacters else { throw .noConversation }
        // A plus sign that was taken for a space is one; a short code has none.
        let digits = text.drop { $0 == "+" || $0 == " " }
        return (try? E164("+\(digits)"))?.rawValue ?? text
    }
}

extension Problem {
    static var noConversation: Problem {
        .notFound("Nothing was ever said to or by this number.")
    }
}
