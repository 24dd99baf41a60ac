import Messaging
import Providers
import Routing
import Web

/// What an account is made of, as the interface names it.
enum ProviderFields {
    static let kind = Field<String>.oneOf(
        "kind",
        ProviderKinds.all,
        "Which adapter; declared for one that document declares."
    )
    static let settings = texts("settings", "What the adapter needs to know.")
        .defaulting(to: [:])
    static let secrets = texts(
        "secrets",
        "All that must not be shown again; left out, those that are kept stay."
    ).optional
    static let document = Field<JSON>(
        "document",
        "A declared adapter.",
        schema: .anyObject,
        expected: "an object"
    ) { json in
        guard case .object = json else { return nil }
        return json
    }.optional
    static let senders = Field<[SenderLine]>(
        "senders",
        "The numbers and names that messages go out under; none when the provider chooses.",
        schema: .array(of: .anyObject),
        expected: "a list of objects with address, kind "
            + "(\(SenderLine.Kind.allCases.map(\.rawValue).joined(separator: ", "))), "
            + "areaCode and segmentsPerSecond"
    ) { json in list(json, SenderLine.init) }.defaulting(to: [])
    static let countries = Field<[String]>(
        "countries",
        "Only for recipients in these regions.",
        schema: .array(of: .string),
        expected: "a list of two-letter codes of ISO 3166"
    ) { json in
        list(json) { item in
            item.text.flatMap { text in
                text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
                    ? text : nil
            }
        }
    }.optional
    static let dealerships = Field<[Int64]>(
        "dealerships",
        "Only for these dealerships.",
        schema: .array(of: .integer),
        expected: "a list of dealerships' numbers"
    ) { json in
        list(json) { item in
            guard case .number(let digits) = item else { return nil }
            return Int64(digits)
        }
    }.optional
    static let channel = Field<String>.oneOf(
        "channel",
        Channel.allCases.map(\.rawValue),
        "How it reaches people."
    ).defaulting(to: Channel.sms.rawValue)
    static let priority = Field<Int>.integer(
        "priority",
        0...100,
        "The highest are compared; the others stand in for them."
    ).defaulting(to: 0)
    static let rate = Field<Double>(
        "segmentsPerSecond",
        "What the account may send altogether.",
        schema: .number,
        expected: "a number above 0, up to 10000"
    ) { json in positive(json) }.optional
    static let price = Field<String>.text(
        "pricePerSegment",
        1...20,
        "What a segment costs, such as 0.0079."
    ).optional
    static let currency = Field<Currency>(
        "currency",
        "The price's.",
        schema: .string,
        expected: "a code of ISO 4217, such as USD"
    ) { json in json.text.flatMap { try? Currency($0) } }.defaulting(to: .usd)
    static let enabled = Field<Bool>.flag("enabled", "Whether messages may go through it.")
        .defaulting(to: true)

    static let all: [any DescribedField] = [
        kind, settings, secrets, document, senders, countries, dealerships, channel, priority,
        rate, price, currency, enabled,
    ]

    private static func texts(_ name: String, _ summary: String) -> Field<[String: String]> {
        Field(name, summary, schema: .anyObject, expected: "an object of strings") { json in
            guard case .object(let object) = json else { return nil }
            var texts: [String: String] = [:]
            for member in object.members {
                guard let text = member.value.text, !text.hasControlCharacters else { return nil }
                texts[member.name] = text
            }
            return texts
        }
    }

    private static func list<Element>(
        _ json: JSON,
        _ read: (JSON) -> Element?
    ) -> [Element]? {
        guard case .array(let items) = json, items.count <= 1000 else { return nil }
        let read = items.compactMap(read)
        return read.count == items.count ? read : nil
    }

    fileprivate static func positive(_ json: JSON) -> Double? {
        guard case .number(let digits) = json, let number = Double(digits) else { return nil }
        return number > 0 && number <= 10_000 ? number : nil
    }
}

extension SenderLine {
    fileprivate init?(_ json: JSON) {
        guard let address = json["address"]?.text, (1...80).contains(address.count),
            !address.hasControlCharacters,
            let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:))
        else { return nil }
        var rate: Double?
        if let given = json["segmentsPerSecond"], given != .null {
            rate = ProviderFields.positive(given)
            if rate == nil { return nil }
        }
        let isNorthAmerican = address.hasPrefix("+1") && address.utf8.count == 12
        let ownArea = isNorthAmerican ? String(address.dropFirst(2).prefix(3)) : nil
        self.init(
            address: address,
            kind: kind,
            areaCode: json["areaCode"]?.text ?? (kind == .longCode ? ownArea : nil),
            segmentsPerSecond: rate
        )
    }
}
