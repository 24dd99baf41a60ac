import Messaging
import Providers
import Testing
import Web

@Suite struct `Twilio's status callback` {
    @Test func `tells of one message`() throws {
        let report = try StatusReport(
            twilio: Form(
                decoding: "SmsSid=SM1&SmsStatus=sent&MessageStatus=undelivered&To=%2B15005550006"
                    + "&MessageSid=SM1&From=%2B15005550001&ErrorCode=30003&Price=-0.0079&New=1"
            )
        )
        #expect(report.id.rawValue == "SM1")
        #expect(report.status == .undelivered && report.fault?.code == "30003")
        #expect(report.price == Money(micros: 7_900, currency: .usd))
        #expect(report.sender == "+15005550001")
    }

    @Test(
        arguments: [
            ("accepted", .queued), ("scheduled", .queued), ("queued", .queued),
            ("sending", .sending),
            ("sent", .sent), ("delivered", .delivered), ("read", .delivered),
            ("undelivered", .undelivered), ("partially_delivered", .undelivered),
            ("failed", .failed),
            ("canceled", .cancelled), ("received", nil), ("teleported", nil), ("Delivered", nil),
        ] as [(String, DeliveryStatus?)]
    )
    func `says a status in Twilio's words`(_ word: String, _ status: DeliveryStatus?) throws {
        let form = Form([.init("MessageSid", "SM1"), .init("MessageStatus", word)])
        let report = try StatusReport(twilio: form)
        #expect(report.status == status && report.statusWord == word)
    }

    @Test(arguments: [
        ("MessageStatus=sent", RefusedCall.malformed("MessageSid")),
        ("MessageSid=SM1", .malformed("MessageStatus")),
        ("MessageSid=&MessageStatus=sent", .malformed("MessageSid")),
        ("MessageSid=SM%00&MessageStatus=sent", .malformed("MessageSid")),
        ("MessageSid=SM1&MessageStatus=%01", .malformed("MessageStatus")),
    ])
    func `is refused with the reason`(_ form: String, _ reason: RefusedCall) {
        #expect(throws: reason) { try StatusReport(twilio: Form(decoding: form)) }
    }

    @Test(arguments: ["1e400", "NaN", "", "free"])
    func `is not lost for the sake of a price`(_ price: String) throws {
        let form = Form([
            .init("MessageSid", "SM1"), .init("MessageStatus", "sent"), .init("Price", price),
        ])
        #expect(try StatusReport(twilio: form).price == nil)
    }
}
