import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Views
import Web

/// The text that a body or a filled template becomes, counted as providers count.
///
/// Nothing is stored and nothing is sent.
struct PreviewText: Endpoint {
    static let route = Route(
        .post,
        "/api/preview",
        "Count a text's segments, and say what it costs.",
        access: .scope(.settingsRead),
        request: .fields(PreviewFields.all),
        answers: [.init(.ok, "The text and its count.", PreparedText.schema)]
    )

    private let database: Database
    private let links: MessageLinks

    init(_ platform: Platform) throws {
        database = try platform.database
        links = MessageLinks(samplesFor: try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let tariff = try database.forTenant(tenant) { try Tariff.fetch(of: tenant, on: &$0) }
        let (body, template, values, isSmart, dealership, language, to, country) =
            try request.input().read(
                PreviewFields.body,
                PreviewFields.template,
                PreviewFields.values,
                PreviewFields.smartEncoding,
                PreviewFields.dealership,
                PreviewFields.language,
                PreviewFields.recipient(region: tariff.homeCountry),
                PreviewFields.country
            )
        let variant = Templates.Variant(dealership: dealership, language: language)
        let text: PreparedText
        switch (body, template) {
        case (let body?, nil):
            if values != nil { throw Self.mistake("values", "values belong to a template.") }
            text = PreparedText(body, smart: isSmart)
        case (nil, _) where template != nil || variant != .everybodys:
            text = try prepared(template, values ?? [:], for: variant, of: tenant, smart: isSmart)
        case (nil, _): throw Self.mistake("body", "Give a body, or a template.")
        default: throw Self.mistake("template", "Give a body or a template, not both.")
        }
        guard !text.isTooLong else {
            let length = text.body.utf16.count
            throw Self.mistake(
                body == nil ? "template" : "body",
                "The text has \(length) characters; at most \(PreviewFields.lengthMax) can be sent."
            )
        }
        // A number of no country has the price of all countries, as when it is sent.
        let destination = to.map(PhoneNumberParser.region) ?? (country ?? tariff.homeCountry)
        let cost = tariff.cost(segments: text.count.segments, country: destination)
        return .json(text.json(estimatedCost: cost))
    }

    /// The template, or else the one that is sent, filled as for a customer of whom only the values
    /// are known.
    private func prepared(
        _ template: MessageTemplate?,
        _ values: [TemplateVariable: String],
        for variant: Templates.Variant,
        of tenant: TenantID,
        smart isSmart: Bool
    ) throws -> PreparedText {
        try database.forTenant(tenant) { connection in
            let unknown = try Customers.unknown(
                at: variant.dealership,
                links: links,
                of: tenant,
                on: &connection
            )
            let sent =
                try template ?? Templates.sent(to: variant, of: tenant, on: &connection)
                .flatMap { try? MessageTemplate($0.text) } ?? .standard
            return PreparedText(sent, unknown.merging(values) { $1 }, smart: isSmart)
        }
    }

    private static func mistake(_ field: String, _ message: String) -> Problem {
        .invalid([FieldProblem(field, expected: "a body or a template", message)])
    }
}
