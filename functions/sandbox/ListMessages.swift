import FunctionRuntime
import Web

/// Twilio's way to ask for many messages, newest first.
struct ListMessages: Endpoint {
    static let route = Route(
        .get,
        "/2010-04-01/Accounts/{AccountSid}/Messages.json",
        "List messages.",
        access: .anyone,
        query: [
            Field<String>.text("To", 0...50, "Only those to this number.").optional,
            Field<String>.text("From", 0...50, "Only those from this sender.").optional,
            Field<String>.text("DateSent", 0...30, "Only those sent on this day, in GMT.").optional,
            Field<Int>.integer("PageSize", 1...1_000, "Messages in one answer.").optional,
        ],
        answers: [.init(.ok, "A page of messages.", .anyObject)]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        try accounts.answer(request) { sandbox, _ in
            let query = try ListQuery(request.query)
            let now = nowMilliseconds()
            let uri = { (query: String) in Self.address(query, of: sandbox.account) }
            let (messages, hasMore) = try query.select(
                from: sandbox.ledger.messages(to: query.to),
                nowMilliseconds: now
            )
            // No members beyond Twilio's: its library takes the one it does not know for the list.
            let start = query.page * query.pageSize
            let next = hasMore ? messages.last.map(query.next) : nil
            return .json([
                "messages": .array(
                    messages.map {
                        $0.document(accountSID: sandbox.account.sid, nowMilliseconds: now)
                    }
                ),
                "first_page_uri": .string(uri(query.query(page: 0))),
                "next_page_uri": .optional(next.map(uri)),
                "previous_page_uri": .optional(
                    query.page > 0 ? uri(query.query(page: query.page - 1)) : nil
                ),
                "page": .int(query.page),
                "page_size": .int(query.pageSize),
                "start": .int(start),
                "end": .int(max(start, start + messages.count - 1)),
                "uri": .string(uri(request.rawQuery)),
            ])
        }
    }

    private static func address(_ query: String, of account: Account) -> String {
        "/2010-04-01/Accounts/\(account.sid)/Messages.json?\(query)"
    }
}
