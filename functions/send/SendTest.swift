import Crypto
import FunctionRuntime
import Messaging
import PhoneNumbers
import Postgres
import Routing
import Store
import Views
import Web

/// Sends one message now, with a text of its own or the tenant's template: through the same queue,
/// rules and provider as every other message, and seen in the same log.
struct SendTest: DatabaseEndpoint {
    private static let message = Field<MessageTemplate>.template(
        "message",
        "The text, with variables if you like; without it the template is used."
    ).optional
    private static let customerName = Field<String>.text("customerName", 0...200, "").optional
    private static let dealershipName = Field<String>.text("dealershipName", 0...200, "").optional
    private static let language = Field<String>.language(
        "language",
        "Whose text is tried, where there is one of that language."
    ).optional
    private static let provider = Field<String>.text(
        "provider",
        1...40,
        "The name of the only provider it may go through; without it the best one is chosen."
    ).optional

    private static func phone(_ region: String) -> Field<E164> {
        .phone("phone", region: region, "Who gets it.")
    }

    private static func amount(_ currency: Currency) -> Field<Money?> {
        Field<Money>.amount("amount", currency: currency, "").optional
    }

    static let route = Route(
        .post,
        "/api/test-sms",
        "Send a test message.",
        access: .scope(.messagesWrite),
        request: .fields([
            phone("US"), message, customerName, dealershipName, language, amount(.usd), provider,
        ]),
        answers: [
            .init(.accepted, "It is on its way.", QueuedMessage.schema),
            .init(.conflict, "The provider is paused or switched off."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.inTransaction(forTenant: tenant) { connection in
            guard let profile = try TenantProfile.find(of: tenant, on: &connection) else {
                throw Problem.notFound("This business has no settings.")
            }
            let currency = (try? Currency(profile.currency)) ?? .usd
            let (phone, message, name, dealership, language, amount, provider) =
                try request.input().read(
                    Self.phone(profile.defaultRegion),
                    Self.message,
                    Self.customerName,
                    Self.dealershipName,
                    Self.language,
                    Self.amount(currency),
                    Self.provider
                )
            let way = try provider.map { try Self.way($0, on: &connection) }
            let id = UUIDv7.make(nowMilliseconds: WallClock.milliseconds)
            var transaction = ArrivingTransaction(
                tenant: tenant,
                transactionID: id,
                messageID: UUIDv7.make(nowMilliseconds: WallClock.milliseconds),
                externalID: "test-\(id)",
                customerPhone: phone
            )
            transaction.kind = .test
            transaction.customerName = name
            transaction.dealershipName = dealership
            transaction.language = language
            transaction.amount = amount
            transaction.channel = way?.channel ?? .sms
            transaction.ownText = message?.text
            transaction.requestID = request.id
            transaction.postedBy = request.caller.name
            let stored = try Ingest.store([transaction], on: &connection)
            if let provider {
                try Messages.want(provider, for: stored[0].messageID, on: &connection)
            }
            try AuditLog.note(.testSent, stored[0].messageID, on: &connection)
            let text =
                try message?.text
                ?? Templates.sent(
                    to: .init(dealership: dealership, language: language),
                    of: tenant,
                    on: &connection
                )?.text ?? ""
            return QueuedMessage.answer(
                "The test message is on its way.",
                transaction,
                stored[0],
                count: SegmentCount(of: text)
            )
        }
    }

    /// The account to be tried, when messages may go through it now.
    private static func way(
        _ provider: String,
        on connection: inout Connection
    ) throws -> (name: String, channel: Channel) {
        guard !provider.hasControlCharacters else { throw unknown }
        let account = try ProviderAccounts.find(provider, on: &connection)
        guard account != nil || provider == ProviderAccounts.homeName else { throw unknown }
        let route = try ProviderRoutes.all(on: &connection)[provider]
        guard account?.isEnabled ?? true, route?.pause == nil else {
            throw Problem(
                .conflict,
                "provider-stopped",
                "\(provider) is paused or switched off; resume it first."
            )
        }
        return (provider, account?.channel ?? .sms)
    }

    private static var unknown: Problem {
        let expected = "the name of a provider"
        return .invalid([
            FieldProblem("provider", expected: expected, "provider must be \(expected).")
        ])
    }
}
