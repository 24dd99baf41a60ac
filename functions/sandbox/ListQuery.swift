import Providers
import Web

/// A question for many messages: filters and a page.
struct ListQuery {
    let to: String?
    let from: String?
    private let dates: [DateFilter]
    let pageSize: Int
    let page: Int
    /// The last message of the page before.
    private let after: String?

    static let pageSizeMax = 1_000
    private static let pageSizeDefault = 50
    private static let tokenPrefix = "PA"

    init(_ form: Form) throws(TwilioError) {
        to = form["To"].flatMap { $0.isEmpty ? nil : $0 }
        from = form["From"].flatMap { $0.isEmpty ? nil : $0 }
        dates = form.pairs.compactMap(DateFilter.init)
        let size = form["PageSize"].flatMap { Int($0) } ?? Self.pageSizeDefault
        guard size <= Self.pageSizeMax else {
            throw TwilioError(20007, "Page size is larger than the maximum of \(Self.pageSizeMax).")
        }
        pageSize = max(1, size)
        page = max(0, form["Page"].flatMap { Int($0) } ?? 0)
        if let token = form["PageToken"] {
            guard token.hasPrefix(Self.tokenPrefix) else {
                throw TwilioError(21481, "Invalid PageToken.")
            }
            after = String(token.dropFirst(Self.tokenPrefix.count))
        } else {
            after = nil
        }
    }

    /// One page of those that match, newest first, and whether more follow.
    ///
    /// A page begins after the last message of the one before, so messages that arrive meanwhile
    /// neither repeat nor hide any.
    func select(
        from newestFirst: [Message],
        nowMilliseconds: Int64
    ) throws(TwilioError) -> (messages: [Message], hasMore: Bool) {
        let matching = newestFirst.filter { matches($0, nowMilliseconds: nowMilliseconds) }
        var start = page * pageSize
        if let after {
            guard let index = matching.firstIndex(where: { $0.sid == after }) else {
                throw TwilioError(21481, "Invalid PageToken.")
            }
            start = index + 1
        }
        let rest = matching.dropFirst(start)
        return (Array(rest.prefix(pageSize)), rest.count > pageSize)
    }

    /// The query of the page after this one.
    func next(after last: Message) -> String {
        query(page: page + 1) + "&PageToken=\(Self.tokenPrefix)\(last.sid)"
    }

    /// The filters, page size and page number, in the order Twilio writes them.
    func query(page: Int) -> String {
        var form = Form()
        if let to { form.add("To", to) }
        if let from { form.add("From", from) }
        for date in dates { form.add(date.name, date.text) }
        form.add("PageSize", String(pageSize))
        form.add("Page", String(page))
        return form.encoded
    }

    private func matches(_ message: Message, nowMilliseconds: Int64) -> Bool {
        if let to, message.to != to { return false }
        if let from, message.from != from { return false }
        // What has not been sent yet is found by when it was created.
        let time =
            message.sentAtMilliseconds(nowMilliseconds: nowMilliseconds)
            ?? message.createdAtMilliseconds
        return dates.allSatisfy { $0.admits(unixSeconds: time / 1_000) }
    }
}

/// `DateSent`, `DateSent<` or `DateSent>`, with a day or a time in GMT; both ends are included.
private struct DateFilter {
    let name: String
    let text: String

    init?(_ pair: Form.Pair) {
        guard ["DateSent", "DateSent<", "DateSent>"].contains(pair.name), !pair.value.isEmpty else {
            return nil
        }
        name = pair.name
        text = pair.value
    }

    /// Compares as text, to the precision that was asked with: these forms sort like the times.
    func admits(unixSeconds: Int64) -> Bool {
        let hasTime = text.utf8.count > 10
        let day = InternetDate.day(ofUnixSeconds: unixSeconds)
        let clock = InternetDate.text(unixSeconds: unixSeconds).split(separator: " ")[4]
        let time = hasTime ? "\(day)T\(clock)Z" : day
        return switch name {
        case "DateSent<": time <= text
        case "DateSent>": time >= text
        default: day == text.prefix(10)
        }
    }
}
