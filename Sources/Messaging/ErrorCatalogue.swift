/// What an error code means and what to do about it.
package struct ErrorExplanation: Sendable, Hashable {
    /// The code as stored and shown: a provider's number or a word of our own.
    package let code: String
    /// A short title for a person.
    package let meaning: String
    package let errorClass: ErrorClass
    /// What a person should do.
    package let advice: String
    /// Whether the account as a whole is refused, rather than what it wanted to send: no
    /// credentials, no credit, suspended.
    package var stopsAccount = false
}

/// What an error asks of the software.
package enum ErrorClass: String, Sendable, Hashable, CaseIterable {
    /// The same message can never succeed; it is not tried again.
    case permanent
    /// It may pass; a bounded number of retries is worth it.
    case transient
    /// A rate or a quota is used up; the same again later and slower.
    case throttled
    /// The account, the sender or the configuration needs a person.
    case account
    /// The text must change: a filter refuses it, it is too long, a link in it is forbidden.
    case content
    /// The recipient said no, or the number is dead for good: nothing is to be sent there again.
    case optOut
    /// A notice; the message has not failed by it.
    case info

    /// Whether trying again by itself may help.
    package var isRetryable: Bool { self == .transient || self == .throttled }

    /// Whether the recipient's number belongs on the suppression list.
    package var suppressesRecipient: Bool { self == .optOut }
}

/// Every error code we can explain.
///
/// The providers' part is text inside the binary, read once when first asked for: a process that
/// never meets an error pays nothing.
package enum ErrorCatalogue {
    /// What a provider's code means; nil where the catalogue does not list it.
    package static func lookup(_ code: ProviderErrorCode) -> ErrorExplanation? {
        listed[code.description]
    }

    /// What the code of another provider than Twilio means, such as `vonage:9`.
    package static func lookup(named code: String) -> ErrorExplanation? { listed[code] }

    /// What a stored code means, whoever gave it; an unlisted one gets a general answer.
    package static func explain(_ code: String) -> ErrorExplanation {
        if let own = OwnErrorCode(rawValue: code) { return lookup(own) }
        if let known = listed[code] { return known }
        return ErrorExplanation(
            code: code,
            meaning: "The provider reported an error that is not in our catalogue",
            errorClass: .permanent,
            advice: "Look the code up in the provider's documentation"
        )
    }

    /// Codes that say that a number does not exist or is a landline.
    ///
    /// A handset that is off or out of coverage (30003) may be on again tomorrow.
    package static let deadNumberCodes: Set<ProviderErrorCode> = Set(
        [21211, 21217, 21614, 21635, 30005, 30006].map(ProviderErrorCode.init(rawValue:))
    )

    /// How to treat a failure, by its code where that is listed, else by the HTTP status.
    ///
    /// Without either it is permanent: an unexplained repetition could text a customer twice.
    package static func classify(_ code: ProviderErrorCode?, httpStatus: Int?) -> ErrorClass {
        if let code, let known = lookup(code) { return known.errorClass }
        return classify(httpStatus: httpStatus)
    }

    /// How to treat a failure of which nothing else is known.
    package static func classify(httpStatus: Int?) -> ErrorClass {
        switch httpStatus {
        case 401, 402, 403: .account
        case 429: .throttled
        case let status? where (500...599).contains(status): .transient
        default: .permanent
        }
    }
}

// MARK: -

extension ErrorCatalogue {
    private static let listed: [String: ErrorExplanation] = {
        var entries: [String: ErrorExplanation] = [:]
        entries.reserveCapacity(512)
        let shelves = [
            requestErrors, deliveryErrors, registrationErrors, channelErrors, otherProvidersErrors,
        ]
        for shelf in shelves {
            for line in shelf.utf8.split(separator: UInt8(ascii: "\n")) {
                guard let entry = ErrorExplanation(line: Substring(line)) else { continue }
                entries[entry.code] = entry
            }
        }
        return entries
    }()

    /// The codes of providers that are listed.
    static var listedCodes: some Collection<String> { listed.keys }
}

extension ErrorExplanation {
    /// Reads `code class | meaning | advice`; a mark after the class, as in `account!`, says that
    /// the whole account is refused.
    fileprivate init?(line: Substring) {
        let fields = line.utf8.split(separator: UInt8(ascii: "|"), maxSplits: 2)
        guard fields.count == 3 else { return nil }
        let head = fields[0].split(separator: UInt8(ascii: " "))
        guard head.count == 2 else { return nil }
        let word = Substring(head[1])
        stopsAccount = word.hasSuffix("!")
        guard let errorClass = ErrorClass(rawValue: String(stopsAccount ? word.dropLast() : word))
        else { return nil }
        code = String(Substring(head[0]))
        meaning = String(Substring(fields[1].dropFirst().dropLast()))
        self.errorClass = errorClass
        advice = String(Substring(fields[2].dropFirst()))
    }
}
