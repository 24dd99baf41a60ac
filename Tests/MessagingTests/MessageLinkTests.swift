import Messaging
import Testing

@Suite struct `A link of a message` {
    private let links = MessageLinks(origin: "https://s.example") { text in
        // As good as any bytes that differ with the text.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        return (0..<32).map { round in
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return UInt8(truncatingIfNeeded: hash >> 24) &+ UInt8(round)
        }
    }

    @Test func `is as short as is safe, and made of letters and digits`() {
        let review = links.link(.review, of: "a")
        let feedback = links.link(.feedback, of: "a")
        #expect(review.url == "https://s.example/r/\(review.token)")
        #expect(feedback.url == "https://s.example/f/\(feedback.token)")
        #expect(review.token.count == 10 && feedback.token.count == 22)
        for token in [review.token, feedback.token] {
            #expect(token.utf8.allSatisfy { MessageLinks.isInAlphabet($0) })
        }
    }

    @Test func `is the same for the same message, and another for another or for something else`() {
        #expect(links.link(.review, of: "a") == links.link(.review, of: "a"))
        let all = (0..<500).flatMap { number in
            MessageLink.Purpose.allCases.map { links.link($0, of: "\(number)").token }
        }
        #expect(Set(all).count == 1000)
        #expect(!links.link(.feedback, of: "a").token.hasPrefix(links.link(.review, of: "a").token))
    }

    @Test func `keeps all the bits of its bytes`() {
        let ones = MessageLinks(origin: "") { _ in [UInt8](repeating: 255, count: 32) }
        // 2^64 - 1 in base 62, its lowest digit first, twice.
        #expect(ones.link(.feedback, of: "").token == "FYHA61aHgyLFYHA61aHgyL")
    }

    @Test func `has samples of its length`() {
        let samples = MessageLinks(samplesFor: "https://s.example")
        for purpose in MessageLink.Purpose.allCases {
            #expect(
                samples.link(purpose, of: "").url.count == links.link(purpose, of: "a").url.count
            )
        }
    }

    @Test func `is short by itself only where the address has TLS`() {
        #expect(links.areShortByDefault)
        #expect(!MessageLinks(samplesFor: "http://localhost:8080").areShortByDefault)
    }
}
