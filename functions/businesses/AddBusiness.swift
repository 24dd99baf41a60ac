import Crypto
import FunctionRuntime
import Store
import Web

/// Makes a business, and invites whoever is to own it.
struct AddBusiness: Endpoint {
    private static let timeZone = BusinessFields.timeZone.defaulting(to: "UTC")
    private static let region = BusinessFields.region.defaulting(to: "US")
    private static let currency = BusinessFields.currency.defaulting(to: "USD")

    static let route = Route(
        .post,
        "/api/businesses",
        "Make a business.",
        access: .scope(.businessesWrite, confirmed: true),
        answersSecret: true,
        request: .fields([
            BusinessFields.name, timeZone, region, currency, BusinessFields.word,
            BusinessFields.hostName, BusinessFields.owner,
        ]),
        answers: [
            .init(
                .created,
                "The link for its owner is not shown again; it also goes out by mail.",
                .object(["business": Businesses.Business.schema, "link": .string])
            )
        ]
    )

    private let database: Database
    private let origin: PublicOrigin

    init(_ platform: Platform) throws {
        database = try platform.database
        origin = PublicOrigin(try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let (name, zone, region, currency, word, host, owner) = try request.input().read(
            BusinessFields.name,
            Self.timeZone,
            Self.region,
            Self.currency,
            BusinessFields.word,
            BusinessFields.hostName,
            BusinessFields.owner
        )
        let terms = Businesses.Terms(
            name: name,
            timeZone: zone,
            region: region,
            word: word.unlessEmpty,
            hostName: host.unlessEmpty
        )
        guard terms.hostName != origin.hostName else { throw Problem.hostNameTaken }
        let businesses = try request.businesses
        let caller = request.caller
        let token = Token.generate()
        let link = "\(origin.at(terms.hostName))/join#\(token.text)"
        let made = try database.inTransaction(forTenant: caller.tenant) { connection in
            let outcome = try businesses.add(
                terms,
                currency: currency,
                owner: owner,
                tokenHash: token.hash,
                by: caller.name,
                on: &connection
            )
            let id: Int32
            switch outcome {
            case .success(let made): id = made
            case .failure(let objection): throw objection.problem
            }
            try Words.invitation(to: name, by: caller.name, link)
                .post(to: owner, of: caller.tenant, on: &connection)
            return try businesses.business(id, on: &connection)
        }
        guard let made else { throw Problem.noSuchBusiness }
        return .json(["business": made.json, "link": .string(link)], .created)
    }
}

extension String? {
    /// Nil for an empty text, too.
    var unlessEmpty: String? { self == "" ? nil : self }
}
