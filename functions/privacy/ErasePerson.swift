import FunctionRuntime
import Messaging
import Privacy
import Secrets
import Store
import Web

/// Erases a customer from every table (GDPR, article 17), and answers what was done.
struct ErasePerson: Endpoint {
    private static let reason = Field<String>.text(
        "reason",
        1...200,
        "Why, such as the number of the request; it is kept, and must not say who the customer is."
    )

    static let route = Route(
        .post,
        "/api/privacy/erase",
        "Erase one customer, by number, and answer the certificate.",
        access: .scope(.privacyWrite, confirmed: true),
        request: .fields([PersonField.described, reason]),
        answers: [
            .init(.ok, "The certificate.", Erasure.Certificate.schema),
            .init(.conflict, "Messages are under way, or the installation has no SECRETS_KEY."),
        ]
    )

    private let database: Database
    private let vault: Vault?

    init(_ platform: Platform) throws {
        (database, vault) = (try platform.database, platform.vault)
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let phone = PersonField.phone(region: try database.region(of: tenant))
        let (number, reason) = try request.input().read(phone, Self.reason)
        let person = PersonalData.Person(number)
        let outcome = try database.inTransaction(forTenant: request.actingTenant) { connection in
            let mark = try vault?.numberMark(number.rawValue, of: tenant, on: &connection)
            guard let mark else { throw Self.noKey }
            let outcome = try Erasure.erase(
                person,
                mark: mark,
                reason: reason,
                by: request.caller,
                on: &connection
            )
            return try Self.certificate(outcome)
        }
        return .json(outcome.json)
    }

    private static func certificate(
        _ outcome: Erasure.Outcome
    ) throws(Problem) -> Erasure.Certificate {
        switch outcome {
        case .erased(let certificate): return certificate
        case .underWay(let count):
            throw Problem(
                .conflict,
                "messages-under-way",
                """
                \(count == 1 ? "A message is" : "\(count) messages are") with the provider at this \
                moment. Try again in some minutes, when its outcome is known.
                """
            )
        case .tellingReason:
            let message = "The reason is kept for ever, so it must not hold the name or the number."
            throw .invalid([.init("reason", expected: reason.expected, message)])
        }
    }

    private static let noKey = Problem(
        .conflict,
        "no-secrets-key",
        """
        The installation has no SECRETS_KEY, so an opt-out could not be kept without the number. \
        Nothing was erased.
        """
    )
}
