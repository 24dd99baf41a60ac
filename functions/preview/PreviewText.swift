import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// The text that a body or a filled template becomes, counted as providers count.
///
/// Nothing is stored and nothing is sent.
struct PreviewText: DatabaseEndpoint {
    private static let lengthMax = MessageTemplate.bodyLengthMax
    /// Any character may stand in it, as the count must be right for what people paste.
    private static let body = Field<String>(
        "body",
        "The finished text; or else give a template.",
        schema: .text(0...lengthMax),
        expected: "a text of at most \(lengthMax) characters"
    ) { json in
        json.text.flatMap { $0.utf16.count <= lengthMax ? $0 : nil }
    }.refusingEmpty().optional
    private static let template = Field<MessageTemplate>.template(
        "template",
        "A text with variables."
    ).refusingEmpty().optional
    private static let values = Field<[TemplateVariable: String]>.templateValues(
        "values",
        "What stands for the template's variables, by name."
    ).optional
    private static let smartEncoding = Field<Bool>(
        "smartEncoding",
        "Whether look-alike characters are replaced, so that the text may stay in GSM-7.",
        schema: .boolean,
        expected: "true or false"
    ) { json in
        if case .bool(let isOn) = json { isOn } else { nil }
    }.defaulting(to: false)

    static let route = Route(
        .post,
        "/api/preview",
        "Count a text's segments.",
        access: .scope(.settingsRead),
        request: .fields([body, template, values, smartEncoding]),
        answers: [.init(.ok, "The text and its count.", PreparedText.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (body, template, values, isSmart) = try request.input()
            .read(Self.body, Self.template, Self.values, Self.smartEncoding)
        let text: PreparedText
        switch (body, template) {
        case (let body?, nil):
            if values != nil { throw Self.mistake("values", "values belong to a template.") }
            text = PreparedText(body, smart: isSmart)
        case (nil, let template?):
            text = PreparedText(template, values ?? [:], smart: isSmart)
        case (nil, nil):
            throw Self.mistake("body", "Give a body, or a template.")
        default:
            throw Self.mistake("template", "Give a body or a template, not both.")
        }
        guard !text.isTooLong else {
            let length = text.body.utf16.count
            throw Self.mistake(
                body == nil ? "template" : "body",
                "The text has \(length) characters; at most \(Self.lengthMax) can be sent."
            )
        }
        return .json(text.json(estimatedCost: nil))
    }

    private static func mistake(_ field: String, _ message: String) -> Problem {
        .invalid([FieldProblem(field, expected: "a body or a template", message)])
    }
}
