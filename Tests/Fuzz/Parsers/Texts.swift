import Messaging
import PhoneNumbers

func takeTemplate(_ bytes: [UInt8]) {
    // A template may name each of them a hundred times, and they are never longer than this.
    let parts = parts(bytes, 3).map(text).enumerated().map { $0 == 0 ? $1 : String($1.prefix(200)) }
    _ = InboundIntent(parts[0])
    expect(
        parts[0].smartEncoded.smartEncoded == parts[0].smartEncoded,
        "look-alikes have no look-alikes"
    )
    guard let template = try? MessageTemplate(parts[0]) else { return }
    expect((try? MessageTemplate(template.text)) == template, "a template reads as it is written")
    let values: [TemplateVariable: String] = [
        .customerName: parts[1], .dealershipName: parts[2], .reviewURL: "https://sms.example/r/1",
    ]
    for smart in [true, false] {
        let prepared = PreparedText(template, values, smart: smart)
        expect(prepared.body.isEmpty || prepared.count.segments > 0, "every text has segments")
        expect(
            prepared.count.segments <= max(1, prepared.body.utf16.count),
            "no segment is without a letter"
        )
    }
    _ = TemplateLint(template, for: [TemplateSample(values, country: "US")], smart: true)
}

func takePhone(_ bytes: [UInt8]) {
    let text = text(bytes)
    for region in ["US", "DE", "ZZ"] {
        guard let number = try? PhoneNumberParser.parse(text, defaultRegion: region) else {
            continue
        }
        let again = try? PhoneNumberParser.parse(number.rawValue, defaultRegion: "FR")
        expect(again == number, "a number in E.164 is itself, wherever it is read")
        _ = PhoneNumberParser.region(of: number)
    }
    _ = try? E164(text)
}
