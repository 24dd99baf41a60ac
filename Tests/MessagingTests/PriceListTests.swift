import Messaging
import Testing

@Suite struct `A list of prices` {
    private let list = PriceList([
        Price(id: 1, currency: .usd, baseMicros: 50_000),
        Price(id: 2, country: "US", currency: .usd, baseMicros: 8_300, feeMicros: 3_500),
        Price(id: 3, country: "US", senderKind: .tollFree, currency: .usd, baseMicros: 7_500),
        Price(id: 4, provider: "vonage", country: "US", currency: .eur, baseMicros: 33_300),
        Price(id: 5, country: "US", currency: .usd, baseMicros: 9_000, isOwn: false),
        Price(id: 6, country: "DE", currency: .eur, baseMicros: 70_000, since: 1),
        Price(id: 7, country: "DE", currency: .eur, baseMicros: 80_000, since: 2),
        Price(
            id: 8,
            country: "FR",
            currency: .usd,
            baseMicros: 22_000,
            feeMicros: 10_000,
            isPerSegment: false
        ),
    ])

    @Test(
        arguments: [
            ("twilio", "US", nil, 2), ("twilio", "US", .tollFree, 3), ("vonage", "US", nil, 4),
            ("twilio", "DE", .longCode, 7), ("twilio", "GB", nil, 1), ("twilio", nil, nil, 1),
        ] as [(String, String?, SenderKind?, Int64)]
    )
    func `gives the most specific`(
        _ provider: String,
        _ country: String?,
        _ kind: SenderKind?,
        _ id: Int64
    ) {
        let price = list.price(provider: provider, country: country, senderKind: kind)
        #expect(price?.id == id)
    }

    @Test func `estimates by segment or by message`() {
        func micros(_ country: String, _ segments: Int) -> Int64? {
            list.estimate(provider: "twilio", country: country, segments: segments)?.cost.micros
        }
        #expect(micros("US", 1) == 11_800)
        #expect(micros("US", 3) == 35_400)
        #expect(micros("FR", 3) == 32_000)
    }

    @Test func `knows no price rather than a price of 0`() {
        let nothing = PriceList([Price(id: 1, country: "US", currency: .usd, baseMicros: 1)])
        #expect(nothing.estimate(provider: "twilio", country: "DE", segments: 1) == nil)
        #expect(nothing.estimate(provider: "twilio", country: nil, segments: 1) == nil)
        let vast = PriceList([Price(id: 1, currency: .usd, baseMicros: .max)])
        #expect(vast.estimate(provider: "twilio", country: "US", segments: 2) == nil)
    }

    @Test(arguments: [
        ("+12125550100", SenderKind.longCode), ("+18885550100", .tollFree),
        ("+447700900123", .longCode), ("12345", .shortCode), ("ACME", .alphanumeric),
        ("Shop 24", .alphanumeric), ("MG0123456789abcdef0123456789abcdef", nil),
        ("whatsapp:+12125550100", nil), ("", nil), ("+1", nil), ("12", nil),
    ])
    func `is asked for by the kind that a sender's address shows`(
        _ address: String,
        _ kind: SenderKind?
    ) {
        #expect(SenderKind(address: address) == kind)
    }
}
