import Crypto
import FieldMapping
import FunctionRuntime
import Messaging
import PhoneNumbers
import Routing
import Store
import Views
import Web

/// Reads transactions as CRMs write them: national phone numbers of the tenant's region, amounts in
/// its currency, and the query parameters of the ancestor's clients.
///
/// A class, because every request is handed it and its fields are many to copy.
final class TransactionReader: Sendable {
    /// As documented; a tenant's own reader differs in region and currency only.
    static let described = TransactionReader(region: "US", currency: .usd)

    private let transactionID = Field<String>.text(
        "transactionId",
        1...200,
        "The CRM's own id; posting it again changes nothing."
    )
    private let customerPhone: Field<E164>
    private let customerName = Field<String>.text("customerName", 0...200, "For the greeting.")
        .alsoInQuery(as: "customer_name").optional
    private let customerFirstName = Field<String>.text(
        "customerFirstName",
        0...200,
        "Used when there is no customerName."
    ).optional
    private let customerID = Field<String>.text(
        "customerId",
        0...200,
        "The CRM's id of the customer."
    ).optional
    private let dealershipName = Field<String>.text(
        "dealershipName",
        0...200,
        "Which of the business's houses it was."
    ).alsoInQuery(as: "dealership_name").optional
    private let salesRepName = Field<String>.text(
        "salesRepName",
        0...200,
        "Who served the customer."
    ).optional
    private let language = Field<String>.language(
        "language",
        "The customer's language, for the choice of the text."
    ).optional
    private let channel = Field<String>.oneOf(
        "channel",
        Channel.allCases.map(\.rawValue),
        "How the message is to come."
    ).defaulting(to: Channel.sms.rawValue)
    private let amount: Field<Money?>
    private let completedAt = Field<String>.timestamp(
        "transactionCompletedAt",
        "When the transaction was completed."
    ).optional

    private let defaultDealership: String

    init(region: String, currency: Currency, defaultDealership: String = "") {
        customerPhone = .phone(
            "customerPhone",
            region: region,
            "As people type it; E.164 is best."
        )
        amount =
            Field<Money>.amount(
                "amount",
                currency: currency,
                "What the transaction was worth."
            ).optional
        self.defaultDealership = defaultDealership
    }

    convenience init(_ profile: TenantProfile) {
        self.init(
            region: profile.defaultRegion,
            currency: (try? Currency(profile.currency)) ?? .usd,
            defaultDealership: profile.defaultDealership
        )
    }

    var fields: [any DescribedField] {
        [
            transactionID, customerPhone, customerName, customerFirstName, customerID,
            dealershipName, salesRepName, amount, completedAt, language, channel,
        ]
    }

    static let queryFields: [any DescribedField] = [
        described.customerName, described.dealershipName,
    ]

    /// Reads a CRM's own posting; what is wrong is said of our fields, with the CRM's places.
    func read(
        _ posting: MappedPosting,
        for request: Request
    ) throws(Problem) -> ArrivingTransaction {
        var problems = posting.problems
        do throws(Problem) {
            var transaction = try read(Input(body: posting.body), for: request)
            guard problems.isEmpty else { throw Problem.invalid(problems) }
            if let moment = posting.completedAt { transaction.completedAt = moment }
            return transaction
        } catch {
            let named = Set(problems.map(\.field))
            problems += error.fields.filter { !named.contains($0.field) }.map(posting.located)
            throw problems.isEmpty ? error : .invalid(problems)
        }
    }

    func read(_ input: Input, for request: Request) throws(Problem) -> ArrivingTransaction {
        let (
            id, phone, name, firstName, customer, dealership, rep, amount, completed, language,
            channel
        ) =
            try input.read(
                transactionID,
                customerPhone,
                customerName,
                customerFirstName,
                customerID,
                dealershipName,
                salesRepName,
                self.amount,
                completedAt,
                self.language,
                self.channel
            )
        let now = WallClock.milliseconds
        var transaction = ArrivingTransaction(
            tenant: request.caller.tenant,
            transactionID: UUIDv7.make(nowMilliseconds: now),
            messageID: UUIDv7.make(nowMilliseconds: now),
            externalID: id,
            customerPhone: phone
        )
        transaction.customerName = name.orNothing ?? firstName.orNothing
        transaction.customerID = customer.orNothing
        transaction.dealershipName = dealership.orNothing ?? Optional(defaultDealership).orNothing
        transaction.salesRepName = rep.orNothing
        transaction.amount = amount
        transaction.completedAt = completed
        transaction.language = language
        transaction.channel = Channel(rawValue: channel) ?? .sms
        transaction.requestID = request.id
        transaction.postedBy = request.caller.name
        return transaction
    }
}

extension String? {
    /// The text; nil when it is empty or only space.
    fileprivate var orNothing: String? {
        guard let self, self.contains(where: { !$0.isWhitespace }) else { return nil }
        return self
    }
}
