import Testing

@testable import Messaging

@Suite struct `Error catalogue` {
    @Test func `lists every code of the reference`() {
        #expect(ErrorCatalogue.listedCodes.count { ProviderErrorCode($0) != nil } == 449)
    }

    @Test func `lists other providers' codes after their names, once each`() throws {
        let lines = ErrorCatalogue.otherProvidersErrors.split(separator: "\n")
        let codes = ErrorCatalogue.listedCodes.filter { $0.contains(":") }
        #expect(codes.count == lines.count && codes.count > 100)
        let noCredit = try #require(ErrorCatalogue.lookup(named: "vonage:9"))
        #expect(noCredit.errorClass == .account && noCredit.stopsAccount)
        #expect(ErrorCatalogue.explain("vonage:9") == noCredit)
        #expect(ErrorCatalogue.lookup(named: "plivo:200")?.errorClass == .optOut)
    }

    @Test(arguments: [(20003, true), (30002, true), (21606, false), (30034, false)])
    func `tells a refused account from a refused message`(_ code: Int, _ stops: Bool) {
        #expect(ErrorCatalogue.lookup(ProviderErrorCode(rawValue: code))?.stopsAccount == stops)
    }

    @Test(arguments: [
        (20003, ErrorClass.account, "Authentication / permission denied"),
        (20429, .throttled, "Too many requests"),
        (21211, .optOut, "Invalid 'To' number"),
        (21610, .optOut, "Recipient unsubscribed"),
        (30003, .transient, "Unreachable destination handset"),
        (30007, .content, "Message filtered"),
        (35134, .permanent, "`Messages` array contains duplicate `To` numbers"),
        (63046, .info, "Template approved"),
    ])
    func `explains a provider's code`(_ code: Int, _ errorClass: ErrorClass, _ meaning: String)
        throws
    {
        let entry = try #require(ErrorCatalogue.lookup(ProviderErrorCode(rawValue: code)))
        #expect(entry.code == String(code))
        #expect(entry.errorClass == errorClass)
        #expect(entry.meaning == meaning)
        #expect(!entry.advice.isEmpty)
        #expect(ErrorCatalogue.explain(String(code)) == entry)
    }

    @Test func `keeps an advice that was broken over two lines whole`() {
        let advice = ErrorCatalogue.explain("20500").advice
        #expect(
            advice
                == "Retry with backoff; first search for an already created message to avoid duplicates"
        )
    }

    @Test(arguments: OwnErrorCode.allCases)
    func `explains our own codes`(_ code: OwnErrorCode) {
        let entry = ErrorCatalogue.explain(code.rawValue)
        #expect(entry == ErrorCatalogue.lookup(code))
        #expect(entry.code == code.rawValue)
        #expect(!entry.meaning.isEmpty && !entry.advice.isEmpty)
    }

    @Test(arguments: ["99999", "0", "", "not-a-code", "-30003", "030003x", "99999999999999999999"])
    func `answers for a code it does not list`(_ code: String) {
        let entry = ErrorCatalogue.explain(code)
        #expect(entry.code == code)
        #expect(entry.errorClass == .permanent)
    }

    @Test(
        arguments: [
            (30003, nil, ErrorClass.transient), (21610, 429, .optOut), (99999, 503, .transient),
            (nil, 500, .transient), (nil, 599, .transient), (nil, 429, .throttled),
            (nil, 401, .account),
            (nil, 403, .account), (nil, 404, .permanent), (nil, nil, .permanent),
            (99999, nil, .permanent),
        ] as [(Int?, Int?, ErrorClass)]
    )
    func `classifies by code first and HTTP status second`(
        _ code: Int?,
        _ httpStatus: Int?,
        _ expected: ErrorClass
    ) {
        let code = code.map(ProviderErrorCode.init(rawValue:))
        #expect(ErrorCatalogue.classify(code, httpStatus: httpStatus) == expected)
    }

    @Test func `retries what may pass and nothing else`() {
        #expect(ErrorClass.allCases.filter(\.isRetryable) == [.transient, .throttled])
    }

    @Test(arguments: [21610, 30630, 63014, 63033, 21211, 21614, 21635, 30005, 30006])
    func `suppresses numbers that said no or are dead`(_ code: Int) {
        let code = ProviderErrorCode(rawValue: code)
        #expect(ErrorCatalogue.classify(code, httpStatus: nil).suppressesRecipient)
    }

    @Test(arguments: [30003, 30004, 30008, 21612])
    func `leaves alone a number that may be reached another time`(_ code: Int) {
        let code = ProviderErrorCode(rawValue: code)
        #expect(!ErrorCatalogue.classify(code, httpStatus: nil).suppressesRecipient)
        #expect(!ErrorCatalogue.deadNumberCodes.contains(code))
    }

    @Test(arguments: [21617, 21618, 30007, 30019, 30111, 63005, 63021])
    func `asks for another text where the text was the trouble`(_ code: Int) {
        let code = ProviderErrorCode(rawValue: code)
        #expect(ErrorCatalogue.classify(code, httpStatus: nil) == .content)
    }

    @Test func `counts dead numbers among those to be suppressed`() {
        for code in ErrorCatalogue.deadNumberCodes {
            #expect(ErrorCatalogue.classify(code, httpStatus: nil) == .optOut)
        }
    }
}

@Suite struct `Provider error code` {
    @Test(arguments: [("30003", 30003), ("030003", 30003), ("1", 1)])
    func `is read from digits`(_ text: String, _ value: Int) {
        #expect(ProviderErrorCode(text)?.rawValue == value)
    }

    @Test(arguments: ["", "0", "-1", "+1", "3.0", "30003 ", "1234567890", "٣", "\0"])
    func `is read from nothing else`(_ text: String) {
        #expect(ProviderErrorCode(text) == nil)
    }
}
