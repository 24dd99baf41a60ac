import Messaging
package import Web

extension Field<MessageTemplate> {
    /// A message's text with variables; what is wrong with it is said for every place.
    package static func template(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .text(1...MessageTemplate.bodyLengthMax),
            expected: "a text of 1 to \(MessageTemplate.bodyLengthMax) characters"
        ) { json in
            json.text.flatMap { try? MessageTemplate($0) }
        }.explained { json in
            json.text.flatMap(problems)
        }
    }

    private static func problems(with text: String) -> String? {
        do throws(TemplateError) {
            _ = try MessageTemplate(text)
            return nil
        } catch {
            return error.problems.map(\.message).joined(separator: " ")
        }
    }
}
