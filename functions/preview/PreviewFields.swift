import Messaging
import PhoneNumbers
import Views
import Web

/// What a preview is made of.
enum PreviewFields {
    static let lengthMax = MessageTemplate.bodyLengthMax

    /// Any character may stand in it, as the count must be right for what people paste.
    static let body = Field<String>(
        "body",
        "The finished text; or else give a template, or whose text to take.",
        schema: .text(0...lengthMax),
        expected: "a text of at most \(lengthMax) characters"
    ) { json in
        json.text.flatMap { $0.utf16.count <= lengthMax ? $0 : nil }
    }.refusingEmpty().optional
    static let template = Field<MessageTemplate>.template(
        "template",
        "A text with variables."
    ).refusingEmpty().optional
    static let values = Field<[TemplateVariable: String]>.templateValues(
        "values",
        "What stands for the template's variables, by name; without them, what is sent to a "
            + "customer of whom nothing is known."
    ).optional
    static let smartEncoding = Field<Bool>.flag(
        "smartEncoding",
        "Whether look-alike characters are replaced, so that the text may stay in GSM-7."
    ).defaulting(to: false)
    static let dealership = Field<String>.text(
        "dealershipName",
        1...200,
        "Whose customer it is for: its review links, and its own text where none is given."
    ).optional
    static let language = Field<String>.language(
        "language",
        "The customer's language, for the choice of the text where none is given."
    ).optional
    static let country = Field<String>.region(
        "country",
        "Where it goes, as two letters of ISO 3166; without it, where the business is at home."
    ).optional

    static func recipient(region: String) -> Field<E164?> {
        Field<E164>.phone("to", region: region, "Who gets it; it counts before country.").optional
    }

    static let all: [any DescribedField] = [
        body, template, values, smartEncoding, dealership, language, recipient(region: "US"),
        country,
    ]
}
