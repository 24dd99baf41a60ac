import Glibc
import JSONParser
import Providers
import Testing
import Web

/// The vectors were computed by the official Python library (`twilio` 9.13.0).
@Suite struct `Twilio's signature` {
    static let vectors = (try? Vector.all()) ?? []

    @Test func `has vectors to be checked against`() { #expect(Self.vectors.count == 10) }

    @Test(arguments: vectors)
    func `is that of the official library`(_ vector: Vector) {
        #expect(
            TwilioSignature.sign(url: vector.url, form: vector.form, token: vector.token)
                == vector.signature
        )
        #expect(verify(vector))
    }

    @Test(arguments: vectors)
    func `fails when anything differs`(_ vector: Vector) {
        var more = vector.form
        more.add("Extra", "1")
        #expect(!verify(vector, form: more))
        #expect(!verify(vector, form: Form(Array(vector.form.pairs.dropFirst()))))
        #expect(!verify(vector, url: vector.url + "x"))
        #expect(!verify(vector, token: vector.token + "x"))
        #expect(!verify(vector, header: ""))
        #expect(!verify(vector, header: String(vector.signature.dropLast())))
        #expect(!verify(vector, header: vector.signature + "="))
    }

    @Test(arguments: [
        ("https://h.example/p?q=1", "https://h.example:443/p?q=1"),
        ("https://h.example/p", "https://h.example:8443/p"),
        ("http://h.example", "http://h.example:80"),
        ("https://u:p@h.example/p", "https://u:p@h.example:8443/p"),
        ("https://[2001:db8::1]/p", "https://[2001:db8::1]:443/p"),
        ("http://h.example/a:b@c", "http://h.example:80/a:b@c"),
    ])
    func `may have been made with or without the port`(_ without: String, _ with: String) {
        let form = Form([.init("MessageSid", "SM1")])
        // The explicit port may be missing from what was signed; the default one may be there.
        let signedWithout = TwilioSignature.sign(url: without, form: form, token: "12345")
        let signedWith = TwilioSignature.sign(url: with, form: form, token: "12345")
        for (url, header) in [(without, signedWithout), (with, signedWith), (with, signedWithout)] {
            #expect(
                TwilioSignature.verify(url: url, form: form, header: header, token: "12345"),
                "\(url)"
            )
        }
    }

    @Test func `of a URL that names the port does not vouch for another port`() {
        let header = TwilioSignature.sign(url: "https://h.example:1/p", form: Form(), token: "1")
        #expect(
            !TwilioSignature.verify(
                url: "https://h.example:2/p",
                form: Form(),
                header: header,
                token: "1"
            )
        )
    }

    @Test func `can use SHA-256, but only when configured`() {
        let form = Form([.init("a", "b")])
        let url = "https://h.example/p"
        let header = TwilioSignature.sign(url: url, form: form, token: "1", algorithm: .hmacSHA256)
        #expect(!TwilioSignature.verify(url: url, form: form, header: header, token: "1"))
        #expect(
            TwilioSignature.verify(
                url: url,
                form: form,
                header: header,
                token: "1",
                algorithm: .hmacSHA256
            )
        )
    }

    @Test func `ignores the fragment, which only tells Twilio how to deliver`() {
        let form = Form([.init("a", "b")])
        #expect(
            TwilioSignature.sign(url: "https://h.example/p?m=1#rc=3", form: form, token: "1")
                == TwilioSignature.sign(url: "https://h.example/p?m=1", form: form, token: "1")
        )
    }

    private func verify(
        _ vector: Vector,
        url: String? = nil,
        form: Form? = nil,
        header: String? = nil,
        token: String? = nil
    ) -> Bool {
        TwilioSignature.verify(
            url: url ?? vector.url,
            form: form ?? vector.form,
            header: header ?? vector.signature,
            token: token ?? vector.token
        )
    }
}

struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let token: String
    let url: String
    let form: Form
    let signature: String

    var testDescription: String { name }

    static func all() throws -> [Vector] {
        guard case .array(let vectors) = try JSON(parsing: readFixture("signature-vectors.json"))
        else {
            return []
        }
        return vectors.map { json in
            var form = Form()
            if case .array(let pairs)? = json["params"] {
                for case .array(let pair) in pairs {
                    form.add(pair[0].text ?? "", pair[1].text ?? "")
                }
            }
            return Vector(
                name: json["name"]?.text ?? "",
                token: json["token"]?.text ?? "",
                url: json["url"]?.text ?? "",
                form: form,
                signature: json["signature"]?.text ?? ""
            )
        }
    }
}

/// A file beside the tests.
func readFixture(_ name: String, from file: StaticString = #filePath) throws -> [UInt8] {
    let folder = "\(file)".split(separator: "/").dropLast().joined(separator: "/")
    let stream = try #require(fopen("/\(folder)/Fixtures/\(name)", "r"))
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = fread(&buffer, 1, buffer.count, stream)
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
    }
}
