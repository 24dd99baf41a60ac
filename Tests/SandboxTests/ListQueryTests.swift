import Testing
import Web

@testable import sandbox

@Suite struct `A list of messages` {
    /// Newest first, a second apart, the newest at 10:00:00 GMT on 24 August 2023.
    private static let newest: Int64 = 1_692_871_200_000
    private let messages = (0..<25).map {
        Message.fixture("SM\($0)", atMilliseconds: Self.newest - Int64($0) * 1_000)
    }

    @Test(arguments: [1, 7, 25, 26, 1_000])
    func `gives every message once, page by page`(_ pageSize: Int) throws {
        var all = messages
        var seen: [String] = []
        var query: String? = "PageSize=\(pageSize)"
        while let text = query {
            let page = try ListQuery(Form(decoding: text))
            let (found, hasMore) = try page.select(from: all, nowMilliseconds: .max)
            seen += found.map(\.sid)
            query = hasMore ? found.last.map(page.next) : nil
            // A message that arrives between two pages moves no other.
            all.insert(.fixture("new\(seen.count)", atMilliseconds: Self.newest + 1_000), at: 0)
        }
        #expect(seen == messages.map(\.sid))
    }

    @Test(arguments: [
        ("To=%2B15005550006", 25), ("To=%2B15005550005", 0), ("From=%2B15005550001", 25),
        ("From=%2B1", 0), ("DateSent=2023-08-24", 25), ("DateSent=2023-08-23", 0),
        ("DateSent%3E=2023-08-24", 25), ("DateSent%3E=2023-08-25", 0),
        ("DateSent%3C=2023-08-24", 25), ("DateSent%3C=2023-08-23", 0),
        ("DateSent%3E=2023-08-24T10:00:00Z", 1),
        ("DateSent%3E=2023-08-24T09:59:50Z&DateSent%3C=2023-08-24T09:59:59Z", 10),
        ("To=&From=", 25),
    ])
    func `is filtered`(_ query: String, _ count: Int) throws {
        let found = try ListQuery(Form(decoding: query)).select(
            from: messages,
            nowMilliseconds: .max
        )
        #expect(found.messages.count == count)
    }

    @Test(arguments: [("PageSize=1001", 20007), ("PageToken=x", 21481), ("PageToken=PAx", 21481)])
    func `is refused as Twilio refuses it`(_ query: String, _ code: Int) {
        do throws(TwilioError) {
            _ = try ListQuery(Form(decoding: query)).select(from: messages, nowMilliseconds: .max)
            Issue.record("must be refused")
        } catch {
            #expect(error.code == code)
        }
    }
}
