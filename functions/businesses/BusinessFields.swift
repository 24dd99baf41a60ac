import PhoneNumbers
import Store
import Web

/// What is said of a business.
enum BusinessFields {
    static let name = Field<String>.text("name", 1...100, "How the platform and it call it.")
    static let timeZone = Field<String>.text(
        "timeZone",
        1...60,
        "The zone in which its day begins, such as America/New_York."
    )
    static let region = Field<String>.region(
        "region",
        "Whose national numbers may be written without a country code, as two letters of ISO 3166."
    )
    static let currency = Field<String>(
        "currency",
        "What its amounts are in, as three letters of ISO 4217.",
        schema: .text(3...3),
        expected: "a currency such as USD"
    ) { json in
        json.text.flatMap { text in
            text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
        }
    }
    static let word = Field<String>(
        "word",
        "Its people log in at /at/ and this word; empty for no such door.",
        schema: .text(0...40),
        expected: "2 to 40 small letters and digits, with single hyphens between"
    ) { json in json.text.flatMap { $0.isEmpty || $0.isDoorWord ? $0 : nil } }
    .refusingEmpty().optional
    static let hostName = Field<String>(
        "hostName",
        "A host name of its own, which leads to this installation; empty for none.",
        schema: .text(0...253),
        expected: "a host name such as sms.example.com, without https:// and port"
    ) { json in
        json.text.map { $0.lowercased() }.flatMap { $0.isEmpty || $0.isHostName ? $0 : nil }
    }.refusingEmpty().optional
    static let owner = Field<String>(
        "ownerEmail",
        "Who is invited to own it.",
        schema: .text(3...254),
        expected: "an address such as ada@example.com"
    ) { json in json.text.flatMap { $0.isMailAddress ? $0.lowercased() : nil } }
    static let reason = Field<String>.text(
        "reason",
        1...200,
        "What its people and programs are told."
    )
    static let typedName = Field<String>.text("name", 1...100, "The business's name, typed again.")
}

extension Businesses.Objection {
    /// What the client is told, by the field that it is about.
    var problem: Problem {
        switch self {
        case .unknownBusiness: .noSuchBusiness
        case .unknownTimeZone:
            .invalid([
                .init(
                    "timeZone",
                    expected: "a zone such as America/New_York",
                    "There is no such time zone."
                )
            ])
        case .wordTaken:
            .invalid([
                .init("word", expected: "a word of its own", "Another business has this word.")
            ])
        case .hostNameTaken: .hostNameTaken
        case .ownerTaken:
            .invalid([
                .init(
                    "ownerEmail",
                    expected: "an address that nobody logs in with",
                    "Somebody logs in with this address already."
                )
            ])
        }
    }
}

extension Problem {
    static let hostNameTaken = Problem.invalid([
        .init(
            "hostName",
            expected: "a host name of its own",
            "Another business has this host name, or everybody."
        )
    ])
}

extension Businesses.Outcome {
    func require() throws(Problem) {
        switch self {
        case .done: return
        case .unknown: throw .noSuchBusiness
        case .first:
            throw Problem(
                .conflict,
                "first-business",
                "The first business is the platform's own, and stays."
            )
        case .removing:
            throw Problem(.conflict, "being-removed", "The business is being removed.")
        case .active:
            throw Problem(.conflict, "not-suspended", "Suspend the business before you remove it.")
        case .otherName:
            throw .invalid([
                .init(
                    "name",
                    expected: "the name of the business",
                    "This is not the name of the business."
                )
            ])
        }
    }
}

extension String {
    fileprivate var isDoorWord: Bool {
        (2...40).contains(utf8.count)
            && split(separator: "-", omittingEmptySubsequences: false).allSatisfy(\.isPlainLabel)
    }

    /// At least two labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
    fileprivate var isHostName: Bool {
        let labels = split(separator: ".", omittingEmptySubsequences: false)
        return utf8.count <= 253 && labels.count >= 2
            && labels.allSatisfy { label in
                label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && !label.isEmpty
                    && label.utf8.allSatisfy { $0.isPlain || $0 == UInt8(ascii: "-") }
            }
    }
}

extension Substring {
    fileprivate var isPlainLabel: Bool { !isEmpty && utf8.allSatisfy(\.isPlain) }
}

extension UInt8 {
    fileprivate var isPlain: Bool { (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) }
}
