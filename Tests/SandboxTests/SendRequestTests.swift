import Testing
import Web

@testable import sandbox

@Suite struct `A request to send` {
    @Test(
        arguments: [
            ("To=%2B15005550005&From=%2B15005550006&Body=Hi", nil),
            (
                "To=%2B15005550005&MessagingServiceSid=MG0123456789abcdef0123456789ABCDEF&Body=Hi",
                nil
            ),
            ("To=%2B15005550005&From=%2B15005550006&MediaUrl=https://h.example/a.png", nil),
            ("From=%2B15005550006&Body=Hi", 21604),
            ("To=&From=%2B15005550006&Body=Hi", 21604),
            ("To=%2B15005550005&Body=Hi", 21603),
            ("To=%2B15005550005&From=%2B15005550006", 21602),
            ("To=%2B15005550005&From=%2B15005550006&Body=", 21602),
            ("To=hello&From=%2B15005550006&Body=Hi", 21211),
            ("To=%2B1&From=%2B15005550006&Body=Hi", 21211),
            ("To=%2B15005550005&From=%2B15005550001&Body=Hi", 21212),
            ("To=%2B15005550005&From=%2B15005550007&Body=Hi", 21606),
            ("To=%2B15005550005&From=%2B15005550008&Body=Hi", 21611),
            ("To=%2B15005550005&From=%2B14155550100&Body=Hi", 21606),
            ("To=%2B15005550005&MessagingServiceSid=MG1&Body=Hi", 21701),
            ("To=%2B15005550005&From=%2B15005550006&Body=Hi&StatusCallback=/status", 21609),
            (
                "To=%2B15005550005&From=%2B15005550006&Body=Hi&StatusCallback=http://a_b.example/",
                21609
            ),
            ("To=%2B15005550005&From=%2B15005550006&Body=Hi&ValidityPeriod=0", 21624),
            ("To=%2B15005550005&From=%2B15005550006&Body=Hi&ScheduleType=fixed", 20001),
        ] as [(String, Int?)]
    )
    func `is checked as Twilio checks it`(_ form: String, _ code: Int?) {
        var found: Int?
        do throws(TwilioError) {
            _ = try SendRequest(Form(decoding: form), ownedSenders: ["+15005550006"])
        } catch {
            found = error.code
        }
        #expect(found == code)
    }

    @Test(arguments: [(1_600, true), (1_601, false)])
    func `has a body of at most 1600 characters`(_ length: Int, _ isAccepted: Bool) {
        let form = Form([
            .init("To", "+15005550005"), .init("From", "+15005550006"),
            .init("Body", String(repeating: "x", count: length)),
        ])
        let request = try? SendRequest(form, ownedSenders: ["+15005550006"])
        #expect((request != nil) == isAccepted)
    }
}
