import Store
import Testing

@Suite struct `An id's text` {
    @Test(arguments: [
        "0190163d-8694-739b-aea5-966c26f8ad90", "00000000-0000-0000-0000-000000000000",
        "ABCDEF01-2345-6789-ABCD-EF0123456789",
    ])
    func `is taken`(_ text: String) {
        #expect(UUIDText.isWellFormed(text))
    }

    @Test(arguments: [
        "", "T-1", "0190163d8694739baea5966c26f8ad90", "0190163d-8694-739b-aea5-966c26f8ad9",
        "0190163d-8694-739b-aea5-966c26f8ad90-", "{0190163d-8694-739b-aea5-966c26f8ad90}",
        "g190163d-8694-739b-aea5-966c26f8ad90", "０190163d-8694-739b-aea5-966c26f8ad90",
        "0190163d-8694-739b-aea5-966c26f8ad9\n", " 190163d-8694-739b-aea5-966c26f8ad90",
    ])
    func `is refused`(_ text: String) {
        #expect(!UUIDText.isWellFormed(text))
    }
}
