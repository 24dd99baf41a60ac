import Accounts
import Crypto
import FunctionRuntime
import Messaging
import Providers
import Routing
import Secrets
import Store
import Web

/// Adds an account, or replaces all of it but its secrets.
struct PutProvider: Endpoint {
    static let route = Route(
        .put,
        "/api/providers/{name}",
        "Configure a provider.",
        access: .scope(.providersWrite),
        request: .fields(ProviderFields.all),
        answers: [
            .init(.ok, "Configured.", StoredAccount.schema),
            .init(.conflict, "The name is taken."),
            .init(.serviceUnavailable, "No key is set to seal secrets with."),
        ]
    )
    static let settings: [any DescribedSetting] = Vault.settings + [Setting<String>.publicURL]

    private let desk: Desk
    private let vault: Vault?
    private let publicURL: String

    init(_ platform: Platform) throws {
        desk = Desk(database: try platform.database)
        vault = platform.vault
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try AccountName.read(request)
        let before = try desk.find(name, for: request.caller)
        if let before, before.tenant != tenant { throw AccountName.taken }
        if before == nil { try AccountName.check(new: name, for: tenant) }
        let id = before?.id ?? UUIDv7.make(nowMilliseconds: WallClock.milliseconds)
        var account = try Self.read(request, id: id, name: name)
        account.tenant = tenant
        account.secretHints = before?.secretHints ?? "{}"
        let secrets = try check(account, try request.input(), before)
        let isSaved = try ProviderAccounts.saving(for: tenant, in: desk.database) { connection in
            if let secrets {
                try account.seal(secrets, in: vault.required(), on: &connection)
            }
            try ProviderAccounts.put(account, on: &connection)
        }
        guard isSaved else { throw AccountName.taken }
        return .json(
            account.json(ProviderRoute(), publicURL: publicURL, for: request.caller)
        )
    }

    private static func read(
        _ request: Request,
        id: String,
        name: String
    ) throws -> StoredAccount {
        let input = try request.input()
        let (use, limits) = try Problem.gathering(
            { () throws(Problem) in
                try input.read(
                    ProviderFields.kind,
                    ProviderFields.settings,
                    ProviderFields.secrets,
                    ProviderFields.document,
                    ProviderFields.senders,
                    ProviderFields.channel
                )
            },
            { () throws(Problem) in
                try input.read(
                    ProviderFields.countries,
                    ProviderFields.dealerships,
                    ProviderFields.priority,
                    ProviderFields.rate,
                    ProviderFields.price,
                    ProviderFields.currency,
                    ProviderFields.enabled
                )
            }
        )
        let (kind, settings, _, document, senders, channel) = use
        let (countries, dealerships, priority, rate, price, currency, isEnabled) = limits
        let members = settings.sorted { $0.key < $1.key }
            .map { JSON.Object.Member($0.key, .string($0.value)) }
        return StoredAccount(
            id: id,
            name: name,
            kind: kind,
            settings: JSON.object(JSON.Object(members)).serializedText,
            document: document.map(\.serializedText),
            channel: Channel(rawValue: channel) ?? .sms,
            countries: countries,
            dealerships: dealerships,
            priority: priority,
            segmentsPerSecond: rate,
            price: try price.map { try Self.money($0, currency) },
            isEnabled: isEnabled,
            senders: senders
        )
    }

    private static func money(_ text: String, _ currency: Currency) throws -> Money {
        guard let money = try? Money(decimal: text, currency: currency), money.micros >= 0 else {
            let expected = "an amount such as 0.0079"
            throw Problem.invalid([
                FieldProblem(
                    "pricePerSegment",
                    expected: expected,
                    "pricePerSegment must be \(expected)."
                )
            ])
        }
        return money
    }

    /// Lets the providers' layer judge the account as it will be; gives the secrets to be sealed.
    ///
    /// Secrets that are kept cannot be read here; that they are there is enough.
    private func check(
        _ account: StoredAccount,
        _ input: Input,
        _ before: StoredAccount?
    ) throws -> [String: String]? {
        let (settings, secrets, document) = try input.read(
            ProviderFields.settings,
            ProviderFields.secrets,
            ProviderFields.document
        )
        let kept = Dictionary(
            (before?.secretNames ?? []).map { ($0, "kept") },
            uniquingKeysWith: { _, last in last }
        )
        do throws(InvalidProvider) {
            _ = try Providers.make(
                ProviderAccount(
                    name: account.name,
                    kind: account.kind,
                    settings: settings,
                    secrets: secrets ?? kept,
                    document: document
                )
            )
        } catch {
            throw Problem.invalid(error.problems)
        }
        return secrets
    }
}
