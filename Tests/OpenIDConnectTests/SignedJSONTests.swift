import JSONParser
import Testing
import Web

@testable import OpenIDConnect

@Suite struct `Signed JSON` {
    private func open(_ text: String) throws -> JSON {
        try SignedJSON.open(text, by: JSON(parsing: Array(Fixtures.keys.utf8)))
    }

    @Test(arguments: [Fixtures.rs256, Fixtures.ps256, Fixtures.es256, Fixtures.unnamed])
    func `is opened when a key of the issuer signed it`(text: String) throws {
        #expect(try open(text)["sub"]?.text == "ada")
    }

    @Test(arguments: [
        Fixtures.changed, Fixtures.foreign, Fixtures.notForSigning, Fixtures.bySharedSecret,
        Fixtures.unsigned,
    ])
    func `stays closed when nobody did`(text: String) {
        #expect(throws: SignInFailure.self) { try open(text) }
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "e30.e30.", "e30", "é.é.é"])
    func `that is none is refused`(text: String) {
        #expect(throws: SignInFailure.self) { try open(text) }
    }

    @Test func `is refused wherever one letter is another`() throws {
        let letters = Array(Fixtures.es256)
        for index in letters.indices where letters[index] != "." {
            var changed = letters
            changed[index] = letters[index] == "A" ? "B" : "A"
            #expect(throws: SignInFailure.self, "letter \(index)") { try open(String(changed)) }
        }
    }

    @Test func `is refused wherever a letter is missing`() throws {
        let letters = Array(Fixtures.es256)
        for index in letters.indices {
            var cut = letters
            cut.remove(at: index)
            #expect(throws: SignInFailure.self, "letter \(index)") { try open(String(cut)) }
        }
    }

    @Test(arguments: ["{}", #"{"keys":[]}"#, #"{"keys":{}}"#, #"{"keys":[{"kty":"RSA"},7,null]}"#])
    func `opens with no key that is none`(keys: String) throws {
        let keys = try JSON(parsing: Array(keys.utf8))
        #expect(throws: SignInFailure.self) { try SignedJSON.open(Fixtures.rs256, by: keys) }
    }

    @Test func `opens with no key whose numbers are none`() {
        let keys: JSON = ["keys": [["kty": "EC", "crv": "P-256", "x": "A", "y": "AAAA"]]]
        #expect(throws: SignInFailure.self) { try SignedJSON.open(Fixtures.unnamed, by: keys) }
    }
}
