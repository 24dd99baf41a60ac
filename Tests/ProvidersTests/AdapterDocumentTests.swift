import JSONParser
import Testing
import Web

@testable import Providers

@Suite struct `Declared adapter` {
    static let smallest: JSON = [
        "name": "mine", "send": ["url": "https://api.example/send", "form": ["to": "{to}"]],
        "answer": ["id": "id"],
    ]

    @Test func `may be as small as a request and an answer`() throws {
        let adapter = try Adapter(Self.smallest)
        #expect(adapter.name == "mine" && adapter.fields.isEmpty && adapter.reports == nil)
    }

    @Test(arguments: ProviderKinds.documents.keys.sorted())
    func `is what every built-in kind is`(_ kind: String) throws {
        let adapter = try Adapter(try #require(ProviderKinds.document(kind)))
        #expect(adapter.fields.contains { $0.isSecret })
        #expect(adapter.reports != nil && adapter.inbound != nil)
    }

    @Test func `names all that is wrong with it, each with its place`() throws {
        let document: JSON = [
            "name": "no spaces please", "typo": true,
            "secrets": ["key": 7],
            "send": [
                "method": "FETCH", "url": "{host}/{unknown}", "form": ["a": "{open"],
                "timeoutSeconds": 99, "json": [:],
            ],
            "answer": [
                "format": "yaml", "acceptedHTTP": ["2xx", "soon"], "accepted": [["value": "x"]],
            ],
            "statuses": ["D": "arrived"],
            "errors": ["sad": ["1"], "account": "2"],
            "reports": ["format": "form"],
            "inbound": ["from": "a"],
        ]
        do throws(InvalidProvider) {
            _ = try Adapter(document)
            Issue.record("must be refused")
        } catch {
            let fields = Set(error.problems.map(\.field))
            #expect(
                fields.isSuperset(of: [
                    "document.name", "document.typo", "document.secrets.key",
                    "document.send.method", "document.send.{unknown}", "document.send.form",
                    "document.send.timeoutSeconds", "document.send", "document.answer.format",
                    "document.answer.acceptedHTTP", "document.answer.accepted.0",
                    "document.statuses.D", "document.errors.sad", "document.errors.account",
                    "document.reports.status", "document.inbound", "document.signature",
                ])
            )
            #expect(error.problems.allSatisfy { !$0.expected.isEmpty && !$0.message.isEmpty })
        }
    }

    @Test(arguments: ["text", "[]", "null", "7"])
    func `is an object`(_ text: String) {
        #expect(throws: InvalidProvider.self) {
            try Adapter((try? JSON(parsing: Array(text.utf8))) ?? .string(text))
        }
    }

    @Test func `cannot take calls that nothing proves`() throws {
        var members: [JSON.Object.Member] = []
        if case .object(let object) = Self.smallest { members = object.members }
        members.append(.init("reports", ["format": "form", "status": "s", "id": "i"]))
        #expect(throws: InvalidProvider.self) { try Adapter(.object(JSON.Object(members))) }
        members.append(.init("signature", ["scheme": "token", "secret": "nowhere"]))
        #expect(throws: InvalidProvider.self) { try Adapter(.object(JSON.Object(members))) }
        members.append(.init("secrets", ["nowhere": "The word."]))
        #expect(throws: Never.self) { try Adapter(.object(JSON.Object(members))) }
    }
}

@Suite struct `Account at a provider` {
    @Test func `names every setting and secret that is missing or unknown`() {
        do throws(InvalidProvider) {
            _ = try Providers.make(
                ProviderAccount(name: "a", kind: "telnyx", settings: ["form": "+1"], secrets: [:])
            )
            Issue.record("must be refused")
        } catch {
            #expect(
                Set(error.problems.map(\.field)) == [
                    "settings.form", "settings.public_key", "secrets.api_key",
                ]
            )
        }
    }

    @Test func `is of a kind that there is`() {
        #expect(throws: InvalidProvider.self) {
            try Providers.make(ProviderAccount(name: "a", kind: "pigeon"))
        }
        #expect(throws: InvalidProvider.self) {
            try Providers.make(ProviderAccount(name: "a", kind: "declared"))
        }
    }
}

@Suite struct `Shape of a text` {
    @Test(arguments: [
        ("ID: {id}", "ID: abc", ["id": "abc"]),
        ("0|{}|{id}", "0|accepted|12", ["id": "12"]),
        (
            "ERR: {code}, {message}", "ERR: 105, no, really",
            ["code": "105", "message": "no, really"]
        ),
        ("Success \"{id}\"", "Success \"a\"", ["id": "a"]),
        ("OK", "OK", [:]),
        ("{all}", "anything", ["all": "anything"]),
    ])
    func `captures what stands in its places`(
        _ shape: String,
        _ text: String,
        _ captures: [String: String]
    ) throws {
        #expect(try TextShape(shape).captures(text) == captures)
    }

    @Test(arguments: [
        ("ID: {id}", "ID:abc"), ("0|{}|{id}", "1|a|b"), ("0|{}|{id}", "0|a"), ("OK", "OK then"),
        ("Success \"{id}\"", "Success \"a"), ("OK", ""),
    ])
    func `is not had by another text`(_ shape: String, _ text: String) throws {
        #expect(try TextShape(shape).captures(text) == nil)
    }

    @Test(arguments: ["{a}{b}", "{a", "a}", "x {a}{b} y"])
    func `has something between its captures`(_ shape: String) {
        #expect(throws: MalformedTemplate.self) { try TextShape(shape) }
    }
}

@Suite struct `Path in a document` {
    static let document: JSON = [
        "a": [["b": 1], ["b": 2]], "hub.mode": "subscribe", "c": ["d.e": ["f": "deep"]],
    ]

    @Test(arguments: [
        ("a.0.b", ["1"]), ("a.*.b", ["1", "2"]), ("hub.mode", ["subscribe"]),
        ("c.d.e.f", ["deep"]), ("a.2.b", []), ("x", []), ("hub", []), ("c.0.d.e.f", ["deep"]),
    ])
    func `leads to every value there`(_ path: String, _ values: [String]) {
        #expect(DocumentPath(path).all(in: Self.document).compactMap(\.scalar) == values)
    }
}

@Suite struct `XML` {
    @Test func `reads as a tree`() {
        let tree = XMLTree.parse(
            Array("<r a='1'><x>one</x><x>two</x><y z='3'>&amp;t</y><e/></r>".utf8)
        )
        #expect(
            tree == [
                "r": ["@a": "1", "x": ["one", "two"], "y": ["@z": "3", "#text": "&t"], "e": ""]
            ]
        )
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "text", "<a/><b/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100),
    ])
    func `is refused when it is not well-formed, too deep, or brings a document type`(
        _ text: String
    ) {
        #expect(XMLTree.parse(Array(text.utf8)) == nil)
    }
}
