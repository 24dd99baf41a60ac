import TestSupport
import Testing

@testable import Messaging

@Suite struct `Prepared text` {
    @Test func `says what became what, in order`() {
        let text = PreparedText("“Hi” — it’s ½ off…\u{200B}", smart: true)
        #expect(text.body == "\"Hi\" - it's 1/2 off...")
        #expect(text.count.encoding == .gsm7)
        #expect(
            text.replaced.map { "\($0.from) \($0.to) \($0.count)" }
                == [
                    "“ \" 1", "” \" 1", "— - 1", "’ ' 1", "½ 1/2 1", "… ... 1", "\u{200B}  1",
                ]
        )
    }

    @Test func `stays as it is unless asked`() {
        let text = PreparedText("it’s", smart: false)
        #expect(text.body == "it’s")
        #expect(text.replaced.isEmpty)
        #expect(text.count.encoding == .ucs2)
    }

    @Test(arguments: [("", false), (" \n", false), ("a", true)])
    func `knows what can be sent`(_ text: String, _ canBeSent: Bool) {
        #expect(PreparedText(text, smart: false).canBeSent == canBeSent)
    }

    @Test func `is too long for a provider when it outgrows the limit`() {
        let text = String(repeating: "…", count: 600)
        #expect(!PreparedText(text, smart: false).isTooLong)
        #expect(PreparedText(text, smart: true).isTooLong)
    }

    @Test(arguments: segmentCases)
    func `counts as the calculator does`(_ example: SegmentCase) {
        let text = PreparedText(example.text, smart: example.isSmart)
        #expect(text.count.unitsPerSegment == example.unitsPerSegment)
        #expect(text.count.encoding == example.encoding)
        let isSame = text.body.unicodeScalars.elementsEqual(example.text.unicodeScalars)
        #expect(text.replaced.isEmpty == isSame)
    }
}
