import TestSupport
import Testing

@testable import Messaging

@Suite struct `Parts of a template` {
    @Test(arguments: [
        ("Bye{#if sales_rep_name}, {sales_rep_name}{/if}.", "Bye, Bo.", "Bye."),
        ("{#if sales_rep_name}{/if}x", "x", "x"),
        ("{#if sales_rep_name}a{/if}{#if amount}b{/if}", "a", ""),
        ("{#if sales_rep_name}{amount|free}{/if}", "free", ""),
    ])
    func `stand only with their value`(_ text: String, _ with: String, _ without: String) throws {
        let template = try MessageTemplate(text)
        #expect(template.render([.salesRepName: "Bo"]) == with)
        #expect(template.render([:]) == without)
        #expect(template.render([.salesRepName: " \t"]) == without)
        #expect(template.variables.contains(.salesRepName))
    }

    @Test(arguments: [
        ("{#if x}a{/if}", [TemplateError.Problem.unknownVariable(name: "x", position: 1)]),
        ("a{#if amount}b", [.partNotClosed(position: 2)]),
        ("a{/if}", [.partNotOpened(position: 2)]),
        ("{#if amount}{#if amount}{/if}", [.partInPart(position: 13)]),
        ("{#else}", [.unknownWord(word: "#else", position: 1)]),
        ("{/when}", [.unknownWord(word: "/when", position: 1)]),
        (
            "{#if amount}{x}",
            [.partNotClosed(position: 1), .unknownVariable(name: "x", position: 13)]
        ),
    ])
    func `are refused with the place of every mistake`(
        _ text: String,
        _ problems: [TemplateError.Problem]
    ) {
        let error = #expect(throws: TemplateError.self) { try MessageTemplate(text) }
        #expect(error?.problems == problems)
    }

    @Test func `are filled as a plain reading says, whatever they are made of`() throws {
        var random = SplitMix64(seed: 11)
        let variables = TemplateVariable.allCases
        for _ in 0..<2_000 {
            var text = "."
            var expected = "."
            var values: [TemplateVariable: String] = [:]
            for name in variables where Bool.random(using: &random) {
                values[name] = "<{\(name.rawValue)}>"
            }
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                guard let name = variables.randomElement(using: &random) else { continue }
                switch Int.random(in: 0...2, using: &random) {
                case 0:
                    text += "{\(name.rawValue)|none}"
                    expected += values[name] ?? "none"
                case 1:
                    text += "{#if \(name.rawValue)}a{\(name.rawValue)}{/if}"
                    expected += values[name].map { "a" + $0 } ?? ""
                default:
                    text += " é"
                    expected += " é"
                }
            }
            let template = try MessageTemplate(text)
            #expect(template.render(values) == expected)
            #expect(try MessageTemplate(template.text) == template)
        }
    }
}
