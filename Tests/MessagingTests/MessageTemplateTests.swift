import TestSupport
import Testing

@testable import Messaging

@Suite struct `Message template` {
    @Test(arguments: [
        ("Hi {customer_name}", "Hi Ann"),
        ("Hi {customer_name|there}", "Hi Ann"),
        ("Hi {sales_rep_name|there}", "Hi there"),
        ("Hi {sales_rep_name}!", "Hi !"),
        ("Hi {sales_rep_name|}!", "Hi !"),
        ("{customer_name}{customer_name}", "AnnAnn"),
        ("{sales_rep_name|a|b}", "a|b"),
        ("a\nb {amount}", "a\nb 19.99"),
        ("No variables", "No variables"),
    ])
    func `is filled`(_ text: String, _ body: String) throws {
        let template = try MessageTemplate(text)
        #expect(template.text == text)
        #expect(template.render([.customerName: "Ann", .amount: "19.99"]) == body)
    }

    @Test(arguments: [
        ("{review_url}", "{review_url}"),
        ("{", "{"), ("}{customer_name|x}{", "}{customer_name|x}{"),
        ("An\0n\u{1B}", "Ann"), ("Ann\r\nSmith", "Ann  Smith"), (" Ann ", "Ann"),
        ("\u{202E}nnA\u{2066}", "nnA"), ("Zoë 👩‍🔧", "Zoë 👩‍🔧"),
        ("", "there"), (" \t\n", "there"), ("\0", "there"), ("\u{2069}", "there"),
    ])
    func `never reads a value as a template, and cleans it`(_ value: String, _ result: String)
        throws
    {
        let template = try MessageTemplate("Hi {customer_name|there}.")
        let body = template.render([.customerName: value, .reviewURL: "https://example.com"])
        #expect(body == "Hi \(result).")
    }

    @Test(arguments: [
        ("", [TemplateError.Problem.empty]),
        (" \n\t", [.empty]),
        ("Hi {name}", [.unknownVariable(name: "name", position: 4)]),
        ("{}", [.unknownVariable(name: "", position: 1)]),
        ("{ amount }", [.unknownVariable(name: " amount ", position: 1)]),
        ("{AMOUNT|x}", [.unknownVariable(name: "AMOUNT", position: 1)]),
        ("👩‍🔧{x}", [.unknownVariable(name: "x", position: 2)]),
        ("a { b", [.unbalancedBrace(position: 3)]),
        ("a } b", [.unbalancedBrace(position: 3)]),
        (
            "{customer_name|{amount}}",
            [.unbalancedBrace(position: 1), .unbalancedBrace(position: 24)]
        ),
        ("a\0b", [.controlCharacter(position: 2)]),
        (
            "{a} } {b|c} {",
            [
                .unknownVariable(name: "a", position: 1), .unbalancedBrace(position: 5),
                .unknownVariable(name: "b", position: 7), .unbalancedBrace(position: 13),
            ]
        ),
    ])
    func `names every mistake`(_ text: String, _ problems: [TemplateError.Problem]) {
        #expect(throws: TemplateError(problems: problems)) { try MessageTemplate(text) }
    }

    @Test func `has a longest length`() throws {
        #expect(throws: Never.self) { try MessageTemplate(String(repeating: "a", count: 1600)) }
        #expect(throws: TemplateError(problems: [.tooLong(length: 1601)])) {
            try MessageTemplate(String(repeating: "a", count: 1601))
        }
        #expect(throws: TemplateError(problems: [.tooLong(length: 1602)])) {
            try MessageTemplate(String(repeating: "😀", count: 801))
        }
    }

    @Test func `describes mistakes in sentences`() {
        let problem = TemplateError.Problem.unknownVariable(name: "name", position: 4)
        #expect(problem.message.contains("{name}"))
        #expect(problem.message.contains("{customer_name}"))
        #expect(TemplateError(problems: [.empty]).description == "The template is empty.")
    }

    @Test func `has a standard that is its own source and one segment`() throws {
        let standard = MessageTemplate.standard
        #expect(try MessageTemplate(standard.text) == standard)
        #expect(standard.variables == [.customerName, .dealershipName, .reviewURL])
        #expect(standard.text.contains("Reply STOP to opt out"))
        let body = standard.render([
            .customerName: "Alexandra", .dealershipName: "Bay Motors",
            .reviewURL: "https://g.page/r/CdJ1kq0aZ5bEBM/review",
        ])
        #expect(SegmentCount(of: body).segments == 1, "\(body)")
    }

    @Test func `survives any text`() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            let text = String.random(upTo: 60, using: &random)
            do throws(TemplateError) {
                let template = try MessageTemplate(text)
                #expect(template.text == text)
                #expect(try MessageTemplate(template.text) == template)
            } catch {
                #expect(!error.problems.isEmpty)
            }
            let body = MessageTemplate.standard.render([.customerName: text])
            #expect(!body.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }
}
