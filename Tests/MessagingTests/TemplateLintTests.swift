import Testing

@testable import Messaging

@Suite struct `Template lint` {
    private let names = ["Ann", "Łukasz", "Zoë", "Łucja"]
    private var customers: [TemplateSample] { names.map { TemplateSample([.customerName: $0]) } }

    @Test func `counts segments over customers and names what causes them`() throws {
        let filler = String(repeating: "a", count: 80)
        let template = try MessageTemplate("{customer_name} \(filler)")
        let lint = TemplateLint(template, for: customers, smart: false)
        #expect(lint.messages == 4)
        #expect(lint.messagesBySegments == [1: 1, 2: 3])
        #expect(lint.messagesOverOneSegment == 3)
        #expect(lint.segments == 7)
        #expect(lint.causes.map { String($0.character) } == ["Ł", "ë"])
        #expect(lint.causes.map(\.messages) == [2, 1])
        #expect(lint.causes.allSatisfy { !$0.isInTemplate && $0.replacement == nil })
    }

    @Test func `suggests the look-alike, and is content once it is used`() throws {
        let template = try MessageTemplate("It’s {customer_name}")
        let plain = TemplateLint(template, for: customers.prefix(1), smart: false)
        #expect(
            plain.causes
                == [.init(character: "’", messages: 1, isInTemplate: true, replacement: "'")]
        )
        #expect(TemplateLint(template, for: customers.prefix(1), smart: true).causes.isEmpty)
    }

    private func nobodies(_ count: Int, in country: String? = nil) -> [TemplateSample] {
        Array(repeating: TemplateSample([:], country: country), count: count)
    }

    @Test func `costs what its texts cost where they go`() throws {
        let lint = TemplateLint(
            try MessageTemplate("Hi"),
            for: nobodies(3, in: "US") + nobodies(2, in: "DE") + nobodies(1),
            smart: false
        )
        let prices = ["US": 8_000, "DE": 70_000, "": 1_000]
        func cost(_ currency: (String) -> Currency) -> Money? {
            lint.cost { segments, country in
                prices[country ?? ""].map {
                    Money(micros: Int64($0 * segments), currency: currency(country ?? ""))
                }
            }
        }
        #expect(cost { _ in .usd } == Money(micros: 165_000, currency: .usd))
        let euro = try Currency("EUR")
        #expect(cost { $0 == "DE" ? euro : .usd } == nil)
        #expect(
            lint.cost { _, country in country.map { _ in Money(micros: 1, currency: .usd) } } == nil
        )
        #expect(
            TemplateLint(try MessageTemplate("Hi"), for: [], smart: false).cost { _, _ in nil }
                == nil
        )
    }

    @Test func `adds up to a month's price, rounded up`() throws {
        let lint = TemplateLint(try MessageTemplate("Hi"), for: nobodies(3), smart: false)
        #expect(lint.monthlyMicros(messagesPerMonth: 1000, microsPerSegment: 7900) == 7_900_000)
        let none = TemplateLint(try MessageTemplate("Hi"), for: [], smart: false)
        #expect(none.monthlyMicros(messagesPerMonth: 1, microsPerSegment: 1) == nil)
        #expect(lint.monthlyMicros(messagesPerMonth: .max, microsPerSegment: 7900) == nil)
    }
}
