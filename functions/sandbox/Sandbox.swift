import FunctionRuntime
import Messaging
import Web

/// One account at a provider in a box: what its endpoints share.
final class Sandbox: Sendable {
    let account: Account
    let ledger: Ledger
    private let senders: Set<String>
    private let postman: Postman

    /// The folder is made by whoever starts the process.
    static let directory = Setting.text(
        "SANDBOX_DIR",
        "The folder that holds the sandbox's journal."
    ).opening(.folder)
    static let settings: [any DescribedSetting] = [
        Setting<String>.twilioAccountSID, Setting<String>.twilioAuthToken,
        Setting<String?>.twilioFrom, Setting<String?>.trustedCertificates, directory,
    ]

    /// `sender` is the account's own number, beside the one that test credentials have.
    init(account: Account, sender: String?, journalPath: String) throws {
        self.account = account
        senders = Set([MagicNumbers.sender, sender].compactMap { $0 })
        ledger = try Ledger(journalPath: journalPath)
        postman = Postman(ledger: ledger, account: account)
    }

    /// Takes a request that is valid, and decides everything that will become of it.
    func take(
        _ form: Form,
        _ behaviour: Behaviour
    ) throws -> (message: Message, reception: Reception) {
        let request = try SendRequest(form, ownedSenders: senders)
        var generator = SystemRandomNumberGenerator()
        let from = request.from ?? senders.min() ?? MagicNumbers.sender
        let reception =
            MagicNumbers.receptions[request.to]
            ?? (MagicNumbers.fates[request.to] == nil
                ? behaviour.reception(using: &generator) : .taken)
        try refuse(reception, request.to)
        guard !ledger.hasOptedOut(request.to, from: from) else {
            throw TwilioError(21610, "Attempt to send to unsubscribed recipient.")
        }
        let fate = MagicNumbers.fates[request.to] ?? behaviour.fate(using: &generator)
        let message = Message(
            sid: randomSID("SM", using: &generator),
            direction: .outbound,
            to: request.to,
            from: from,
            messagingServiceSID: request.messagingServiceSID,
            body: request.body,
            segments: SegmentCount(of: request.body).segments,
            statusCallback: request.statusCallback,
            steps: behaviour.steps(
                for: fate,
                throughService: request.messagingServiceSID != nil,
                wantsCallbacks: request.statusCallback != nil,
                nowMilliseconds: nowMilliseconds(),
                using: &generator
            )
        )
        try keep(message)
        return (message, reception)
    }

    /// Takes a message from a person's handset.
    func receive(from: String, to: String, body: String) throws -> Message {
        var generator = SystemRandomNumberGenerator()
        let url = ledger.behaviour.inboundURL
        let now = nowMilliseconds()
        let callback = Message.Callback(
            atMilliseconds: now,
            token: randomToken(using: &generator)
        )
        let message = Message(
            sid: randomSID("SM", using: &generator),
            direction: .inbound,
            to: to,
            from: from,
            messagingServiceSID: nil,
            body: body,
            segments: SegmentCount(of: body).segments,
            statusCallback: url,
            steps: [
                Message.Step(
                    status: "received",
                    errorCode: nil,
                    atMilliseconds: now,
                    callbacks: url == nil ? [] : [callback]
                )
            ]
        )
        try keep(message)
        return message
    }

    // MARK: -

    private func keep(_ message: Message) throws {
        try ledger.insert(message)
        postman.post(Ledger.callbacks(of: message))
    }

    /// - Throws: Twilio's answer when the message is not to be taken.
    private func refuse(_ reception: Reception, _ to: String) throws(TwilioError) {
        switch reception {
        case .taken, .takenThenFault, .takenThenDrop: return
        case .throttled: throw .tooManyRequests
        case .fault(let status):
            throw TwilioError(status == 503 ? 20503 : 20500, "Service unavailable", status: status)
        case .refused(let code):
            throw TwilioError(code, "\(Message.errorMessage(code)): \(to)")
        }
    }
}
