import Web

extension Behaviour {
    /// What `/sandbox/control` takes and shows; what is left out stays as it is.
    static let fields: [any DescribedField] =
        [latency, callbackDelay] + rates.map { $0.field } + [inbound]

    /// - Throws: a problem that names every field that is wrong.
    func changed(by input: Input) throws(Problem) -> Behaviour {
        var copy = self
        var problems: [FieldProblem] = []
        func read<Value>(_ field: Field<Value>, _ store: (Value) -> Void) {
            do throws(Problem) {
                let value: Value? = try input.read(field.optional)
                if let value { store(value) }
            } catch {
                problems += error.fields
            }
        }
        read(Self.latency) { copy.latencyMilliseconds = $0 }
        read(Self.callbackDelay) { copy.callbackDelayMilliseconds = $0 }
        for (path, field) in Self.rates { read(field) { copy[keyPath: path] = $0 } }
        read(Self.inbound) { copy.inboundURL = $0.isEmpty ? nil : $0 }
        guard problems.isEmpty else { throw .invalid(problems) }
        return copy
    }

    var json: JSON {
        var members: [JSON.Object.Member] = [
            .init("latencyMs", Self.json(latencyMilliseconds)),
            .init("callbackDelayMs", Self.json(callbackDelayMilliseconds)),
        ]
        members += Self.rates.map { .init($0.field.name, .number("\(self[keyPath: $0.path])")) }
        members.append(.init("inboundUrl", .string(inboundURL ?? "")))
        return .object(JSON.Object(members))
    }

    // MARK: -

    private typealias Rate = (
        path: any WritableKeyPath<Behaviour, Double> & Sendable, field: Field<Double>
    )

    private static let latency = range("latencyMs", "Milliseconds before an answer.")
    private static let callbackDelay = range(
        "callbackDelayMs",
        "Milliseconds between one status and the next."
    )
    private static let inbound = Field<String>.text(
        "inboundUrl",
        0...2_000,
        "Where inbound messages are posted; empty for nowhere."
    )

    private static let rates: [Rate] = [
        (\.throttleRate, rate("throttleRate", "429, not taken.")),
        (\.transientErrorRate, rate("transientErrorRate", "500, 502 or 503, not taken.")),
        (\.permanentErrorRate, rate("permanentErrorRate", "400 with a permanent code.")),
        (\.ambiguousErrorRate, rate("ambiguousErrorRate", "500, but taken.")),
        (\.dropRate, rate("dropRate", "Taken, but the connection breaks.")),
        (\.undeliveredRate, rate("undeliveredRate", "Taken and sent, but not delivered.")),
        (\.callbackLostRate, rate("callbackLostRate", "Callbacks that never come.")),
        (\.callbackDoubledRate, rate("callbackDoubledRate", "Callbacks that come twice.")),
        (\.callbackReorderedRate, rate("callbackReorderedRate", "Callbacks out of order.")),
    ]

    private static func rate(_ name: String, _ summary: String) -> Field<Double> {
        Field(name, summary, schema: .number, expected: "a number from 0 to 1") { json in
            guard case .number(let digits) = json, let value = Double(digits) else { return nil }
            return (0...1).contains(value) ? value : nil
        }
    }

    private static func range(_ name: String, _ summary: String) -> Field<ClosedRange<Int>> {
        Field(
            name,
            summary,
            schema: .array(of: .integer(0...600_000)),
            expected: "two whole numbers from 0 to 600000, the smaller first"
        ) { json in
            guard case .array(let parts) = json, parts.count == 2, let low = parts[0].integer,
                let high = parts[1].integer, 0 <= low, low <= high, high <= 600_000
            else { return nil }
            return low...high
        }
    }

    private static func json(_ range: ClosedRange<Int>) -> JSON {
        [.int(range.lowerBound), .int(range.upperBound)]
    }
}
