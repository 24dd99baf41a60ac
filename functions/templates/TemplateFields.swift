import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// What the routes of templates take.
enum TemplateFields {
    static let text = Field<MessageTemplate>.template(
        "text",
        "The text; variables stand in braces, conditional parts in {#if variable}…{/if}."
    ).refusingEmpty()
    static let dealership = Field<String>.text(
        "dealershipName",
        1...200,
        "Whose own text it is; without it, everybody's."
    ).optional

    static let language = Field<String>.language(
        "language",
        "The language that it is written in; without it, the text of all that have none."
    ).optional

    /// A text, and whose it is.
    static func text(
        of input: Input
    ) throws(Problem) -> (MessageTemplate, Templates.Variant) {
        let (text, dealership, language) = try input.read(text, dealership, language)
        return (text, Templates.Variant(dealership: dealership, language: language))
    }

    /// Whose text is meant.
    static func variant(of input: Input) throws(Problem) -> Templates.Variant {
        let (dealership, language) = try input.read(dealership, language)
        return Templates.Variant(dealership: dealership, language: language)
    }

    /// The name in the path, as short as names are.
    static func name(of request: Request) throws(Problem) -> String {
        let name = request.parameters["name"] ?? ""
        guard (1...100).contains(name.utf8.count), !name.hasControlCharacters else {
            throw .notFound("There is no template of this name.")
        }
        return name
    }
}

/// A template tried on the latest customers.
struct Trial {
    private let database: Database
    private let links: MessageLinks

    init(_ platform: Platform) throws {
        database = try platform.database
        links = MessageLinks(samplesFor: try platform.settings.value(.publicURL))
    }

    static let schema = Schema.object([
        "customers": .integer, "segments": .integer,
        "estimatedCost": Money.schema.orNull.about("Of all these texts; null without a price."),
        "bySegments": .array(of: .object(["segments": .integer, "messages": .integer])),
        "causes": .array(
            of: .object([
                "character": .string, "messages": .integer, "inTemplate": .boolean,
                "replacement": .string.orNull,
            ])
        ),
    ])

    /// How many customers a template is tried on.
    private static let sampleSize = 500

    func run(
        _ template: MessageTemplate,
        as variant: Templates.Variant,
        of tenant: TenantID
    ) throws -> JSON {
        let (customers, tariff, isSmart) = try database.forTenant(tenant) { connection in
            (
                try Customers.latest(
                    Self.sampleSize,
                    fitting: variant,
                    links: links,
                    of: tenant,
                    on: &connection
                ),
                try Tariff.fetch(of: tenant, on: &connection),
                try TenantSettings.fetch(of: tenant, on: &connection).smartEncoding
            )
        }
        let lint = TemplateLint(template, for: customers, smart: isSmart)
        let cost = lint.cost { segments, country in
            tariff.cost(segments: segments, country: country ?? tariff.homeCountry)
        }
        return lint.json(estimatedCost: cost)
    }
}

extension TemplateLint {
    fileprivate func json(estimatedCost: Money?) -> JSON {
        [
            "customers": .int(messages), "segments": .int(segments),
            "estimatedCost": estimatedCost?.json ?? .null,
            "bySegments": .array(
                messagesBySegments.sorted { $0.key < $1.key }.map {
                    ["segments": .int($0.key), "messages": .int($0.value)]
                }
            ),
            "causes": .array(
                causes.map {
                    [
                        "character": .string(String($0.character)), "messages": .int($0.messages),
                        "inTemplate": .bool($0.isInTemplate),
                        "replacement": .optional($0.replacement),
                    ]
                }
            ),
        ]
    }
}

extension Templates.Version {
    var json: JSON {
        [
            "name": .string(name), "dealershipName": .optional(variant.dealership),
            "language": .optional(variant.language),
            "version": .int(number), "text": .string(text), "createdAt": .string(createdAt),
            "createdBy": .optional(createdBy),
        ]
    }

    static let schema = Schema.object([
        "name": .string, "dealershipName": .string.orNull, "language": .string.orNull,
        "version": .integer, "text": .string,
        "createdAt": .timestamp, "createdBy": .string.orNull,
    ])
}
