import PhoneNumbers
import Store
import Views
import Web

/// What can be changed of a business; each may be sent alone.
enum BusinessFields {
    private static let displayName = Field<String>.text(
        "displayName",
        0...80,
        "The name on the customer's page; without it, that of the dealership."
    ).refusingEmpty().optional
    private static let colour = colour("colour", "Of the head and the buttons.")
    private static let background = colour("background", "Behind the page.")
    private static let language = Field<String>.language(
        "language",
        "Of the customer's page where a transaction says none."
    ).optional
    private static let question = Field<String>.text(
        "question",
        0...200,
        "What is asked; without it, how the visit was. {dealership_name} becomes the dealership."
    ).refusingEmpty().optional
    private static let lowRating = Field<Int>.integer(
        "lowRating",
        0...4,
        "A rating of so many stars or fewer is told at once; 0 for none."
    ).optional
    private static let timeZone = Field<String>.text(
        "timeZone",
        1...60,
        "The zone in which the business's day begins, such as America/New_York."
    ).optional
    private static let defaultRegion = Field<String>.region(
        "defaultRegion",
        "Whose national numbers may be written without a country code, as two letters of ISO 3166."
    ).optional

    private static let mailName = Field<String>.text(
        "mailName",
        0...80,
        "Whom letters, reports and alerts come from, beside the installation's address."
    ).refusingEmpty().optional
    private static let mailReplyTo = Field<String>(
        "mailReplyTo",
        "Where answers to them go; empty for nowhere else.",
        schema: .text(0...254),
        expected: "an address such as office@example.com, or nothing"
    ) { json in json.text.flatMap { $0.isEmpty || $0.isMailAddress ? $0 : nil } }
    .refusingEmpty().optional

    static let all: [any DescribedField] = [
        displayName, colour, background, language, question, lowRating, timeZone, defaultRegion,
        mailName, mailReplyTo,
    ]

    static func change(
        from input: Input
    ) throws(Problem) -> @Sendable (inout Branding) -> Void {
        let (
            name, colour, background, language, question, low, zone, region, mailName, mailReplyTo
        ) = try input.read(
            displayName,
            colour,
            background,
            language,
            question,
            lowRating,
            timeZone,
            defaultRegion,
            mailName,
            mailReplyTo
        )
        return { branding in
            branding.displayName = name ?? branding.displayName
            branding.colour = colour.map { "#\($0.digits)" } ?? branding.colour
            branding.background = background.map { "#\($0.digits)" } ?? branding.background
            branding.language = language ?? branding.language
            branding.question = question ?? branding.question
            branding.lowRating = low ?? branding.lowRating
            branding.timeZone = zone ?? branding.timeZone
            branding.defaultRegion = region ?? branding.defaultRegion
            branding.mailName = mailName ?? branding.mailName
            branding.mailReplyTo = mailReplyTo ?? branding.mailReplyTo
        }
    }

    private static func colour(_ name: String, _ summary: String) -> Field<Colour?> {
        Field<Colour>(
            name,
            summary,
            schema: .text(7...7),
            expected: "a colour such as #2454d6"
        ) { json in
            json.text.flatMap { $0.hasPrefix("#") ? Colour($0) : nil }
        }.optional
    }
}
