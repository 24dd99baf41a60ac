package import FunctionRuntime
import Messaging
import Providers
import Secrets
import Store
package import Web

/// Takes what providers tell us, once it is proven that they tell it: reports late, twice, out of
/// order and even before our own call has returned, and people's messages.
///
/// Some providers have one address for both, so every address takes either.
package struct CallbackIntake: Sendable {
    private let publicURL: String
    private let database: Database
    private let vault: Vault?
    private let home: any Provider
    private let providers = Cache<String, any Provider>()
    private let commits: GroupCommit<Reports.Report, Void>
    private let reportOverdueSeconds: Int

    /// What it needs to know.
    package static let settings: [any DescribedSetting] =
        [
            Setting<String>.publicURL, Setting<String>.twilioAuthToken,
            Setting<Int>.reportOverdueSeconds,
        ] + Vault.settings

    package init(_ platform: Platform) throws {
        publicURL = try platform.settings.value(.publicURL)
        database = try platform.database
        vault = platform.vault
        home = Twilio(callbacksSignedWith: try platform.settings.value(.twilioAuthToken))
        reportOverdueSeconds = try platform.settings.value(.reportOverdueSeconds)
        commits = Reports.groupCommit(on: database, reportOverdueSeconds: reportOverdueSeconds)
    }

    /// Takes a call from the account of the installation's settings.
    package func take(_ request: Request) throws -> Response {
        try take(request, from: home, named: home.name)
    }

    /// Takes a call from the account whose name stands in the address.
    package func takeFromNamed(_ request: Request) throws -> Response {
        let name = request.parameters["provider"] ?? ""
        guard !name.hasControlCharacters, let provider = try provider(name) else {
            // As for a forged call: which accounts there are is nobody's business.
            throw Self.forged
        }
        return try take(request, from: provider, named: name)
    }

    private func take(
        _ request: Request,
        from provider: any Provider,
        named name: String
    ) throws -> Response {
        let call = IncomingCall(
            request,
            publicURL: publicURL,
            unixSeconds: WallClock.milliseconds / 1_000
        )
        let callback = try Self.read(call, with: provider)
        for arrival in callback.arrivals { try take(arrival, from: name) }
        try take(callback.reports.compactMap { Reports.Report($0, from: name) })
        return callback.answer
    }

    private static func read(
        _ call: IncomingCall,
        with provider: any Provider
    ) throws(Problem) -> Callback {
        do throws(RefusedCall) {
            return try provider.read(call)
        } catch {
            switch error {
            case .forged: throw forged
            case .malformed(let part):
                throw Problem(
                    .badRequest,
                    "malformed-report",
                    "This is not a call that we understand: \(part)."
                )
            }
        }
    }

    private static let forged = Problem(
        .forbidden,
        "bad-signature",
        "Nothing proves that this call comes from the provider."
    )

    private func provider(_ name: String) throws -> (any Provider)? {
        try providers.value(for: name) {
            try database.forAll { connection in
                try ProviderAccounts.findWithSecrets(name, on: &connection)?
                    .provider(openedBy: vault, on: &connection)
            }
        }
    }

    // MARK: - What a call brings

    private func take(_ reports: [Reports.Report]) throws {
        if reports.count == 1 { return try commits.submit(reports[0]) }
        guard !reports.isEmpty else { return }
        try database.inTransaction { connection in
            try Reports.apply(
                reports,
                reportOverdueSeconds: reportOverdueSeconds,
                on: &connection
            )
        }
    }

    /// An opt-out holds before the provider has its answer.
    private func take(_ message: InboundMessage, from provider: String) throws {
        let arrival = Inbound.Arrival(
            provider: provider,
            providerMessageID: message.id,
            sender: message.from,
            recipient: message.to,
            body: message.body,
            optOutType: message.optOutType,
            raw: message.raw
        )
        _ = try database.inTransaction { connection in
            try Inbound.take(arrival, marks: vault, on: &connection)
        }
    }
}

extension Reports.Report {
    /// Nil for a word that we do not know, which says nothing that we could act on.
    fileprivate init?(_ report: StatusReport, from provider: String) {
        guard let status = report.status else { return nil }
        let reference = report.reference.flatMap { reference in
            UUIDText.isWellFormed(reference.messageID) ? reference : nil
        }
        self.init(
            provider: provider,
            receipt: Receipt(
                providerMessageID: report.id.rawValue,
                status: status,
                segments: report.segments,
                price: report.price,
                sender: report.sender
            ),
            fault: report.fault,
            messageID: reference?.messageID,
            attemptNumber: reference?.attempt,
            idempotencyToken: report.idempotencyToken,
            raw: report.raw
        )
    }
}
