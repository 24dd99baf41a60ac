/// What a template can say about a message; the raw value is what stands between the braces.
package enum TemplateVariable: String, Sendable, Hashable, CaseIterable {
    case customerName = "customer_name"
    case dealershipName = "dealership_name"
    case amount
    case reviewURL = "review_url"
    case feedbackURL = "feedback_url"
    case transactionID = "transaction_id"
    case salesRepName = "sales_rep_name"
}

/// Everything that is wrong with a template, at once.
package struct TemplateError: Error, Hashable {
    /// In the order of the text; never empty.
    package let problems: [Problem]

    /// One thing to correct; positions count characters from 1, as a person does.
    package enum Problem: Sendable, Hashable {
        /// Nothing but white space.
        case empty
        /// More UTF-16 units than `MessageTemplate.bodyLengthMax`.
        case tooLong(length: Int)
        /// A name between braces that is no variable.
        case unknownVariable(name: String, position: Int)
        /// A brace without its partner, or one inside another.
        case unbalancedBrace(position: Int)
        /// A character that no text message can carry, such as NUL.
        case controlCharacter(position: Int)
        /// A word after `#` or `/` that is not `#if` with a variable or `/if`.
        case unknownWord(word: String, position: Int)
        /// An `{#if …}` before the last one is closed.
        case partInPart(position: Int)
        /// An `{/if}` without its `{#if …}`.
        case partNotOpened(position: Int)
        /// An `{#if …}` without its `{/if}`.
        case partNotClosed(position: Int)
    }
}

extension TemplateError.Problem {
    /// A sentence for the person who wrote the template.
    package var message: String {
        switch self {
        case .empty:
            "The template is empty."
        case .tooLong(let length):
            "The template has \(length) characters; at most \(MessageTemplate.bodyLengthMax) can be sent."
        case .unknownVariable(let name, let position):
            "There is no variable {\(name)} (at character \(position)); there are \(Self.known)."
        case .unbalancedBrace(let position):
            "The brace at character \(position) has no partner."
        case .controlCharacter(let position):
            "The character at position \(position) cannot be sent."
        case .unknownWord(let word, let position):
            "{\(word)} at character \(position) says nothing; a part is {#if variable}…{/if}."
        case .partInPart(let position):
            "The {#if} at character \(position) stands in another; close that one first."
        case .partNotOpened(let position):
            "The {/if} at character \(position) has no {#if}."
        case .partNotClosed(let position):
            "The {#if} at character \(position) has no {/if}."
        }
    }

    /// Where to look, counted from 1; 0 for the template as a whole.
    package var position: Int {
        switch self {
        case .empty, .tooLong: 0
        case .unknownVariable(_, let position), .unbalancedBrace(let position),
            .controlCharacter(let position), .unknownWord(_, let position),
            .partInPart(let position), .partNotOpened(let position),
            .partNotClosed(let position):
            position
        }
    }

    private static var known: String {
        TemplateVariable.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
    }
}

extension TemplateError: CustomStringConvertible {
    package var description: String { problems.map(\.message).joined(separator: " ") }
}
