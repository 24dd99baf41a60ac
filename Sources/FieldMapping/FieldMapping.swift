package import Web

/// How a CRM's own fields become ours.
package struct FieldMapping: Sendable, Hashable {
    package let rules: [TargetField: FieldRule]

    package init(_ rules: [TargetField: FieldRule]) { self.rules = rules }

    /// What each of our fields becomes, in our order; fields without a rule are left out.
    package func readings(of posted: JSON) -> [FieldReading] {
        TargetField.allCases.compactMap { field in
            rules[field].map { rule in
                FieldReading(field: field, rule: rule, outcome: rule.read(posted))
            }
        }
    }

    /// The zones that moments without an offset are read in.
    package var zones: Set<String> { Set(rules.values.compactMap(\.zone)) }
}

/// A posting with its fields named as ours.
package struct MappedPosting: Sendable, Hashable {
    package let readings: [FieldReading]

    package init(_ mapping: FieldMapping, of posted: JSON) {
        readings = mapping.readings(of: posted)
    }

    /// The members of our own webhook, but the moment that needs a zone.
    package var body: JSON.Object {
        JSON.Object(
            readings.compactMap { reading in
                guard let value = reading.value, zoned?.field != reading.field else { return nil }
                return .init(reading.field.rawValue, .string(value))
            }
        )
    }

    /// The moment with its zone behind it, as PostgreSQL reads it: it knows the zones' rules.
    package var completedAt: String? { zoned?.text }

    private var zoned: (field: TargetField, text: String)? {
        for reading in readings where reading.field == .completedAt {
            guard case .value(let text, false) = reading.outcome, let zone = reading.rule.zone,
                !text.hasOffset
            else { continue }
            return (reading.field, "\(text) \(zone)")
        }
        return nil
    }

    /// What is missing or cannot be taken, each with the place where it was looked for.
    package var problems: [FieldProblem] {
        let named = readings.compactMap(\.problem)
        let unmapped = TargetField.allCases.filter { field in
            field.isRequired && !readings.contains { $0.field == field }
        }
        return unmapped.map {
            FieldProblem(
                $0.rawValue,
                expected: "a field of the posting",
                "\($0.rawValue) is taken from nowhere: the mapping does not name it."
            )
        } + named
    }

    /// The same complaint about our field, with the CRM's place named.
    package func located(_ problem: FieldProblem) -> FieldProblem {
        guard let reading = readings.first(where: { $0.field.rawValue == problem.field }),
            !reading.rule.place.isEmpty
        else { return problem }
        return FieldProblem(
            problem.field,
            expected: problem.expected,
            "\(problem.message) It was looked for at \(reading.rule.place)."
        )
    }
}

extension FieldReading {
    package var problem: FieldProblem? {
        let name = field.rawValue
        switch outcome {
        case .value: return nil
        case .absent where !field.isRequired: return nil
        case .absent:
            return FieldProblem(
                name,
                expected: "a value at \(rule.place)",
                "\(name) is missing: nothing was posted at \(rule.place)."
            )
        case .unfit(let reason):
            let place = rule.place.isEmpty ? "" : " (looked for at \(rule.place))"
            return FieldProblem(
                name,
                expected: "a value that the rule of \(name) can take",
                "\(name): \(reason)\(place)."
            )
        }
    }
}

extension String {
    fileprivate var hasOffset: Bool {
        guard let mark = firstIndex(of: "T") else { return false }
        return self[mark...].contains { $0 == "Z" || $0 == "+" || $0 == "-" }
    }
}
