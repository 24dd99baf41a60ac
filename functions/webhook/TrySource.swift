import FieldMapping
import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// Says what a posting would become, field by field, and how the message would read.
///
/// Nothing is stored and nothing is sent.
struct TrySource: Endpoint {
    static let route = Route(
        .post,
        "/api/sources/{source}/try",
        "Try a mapping on a sample.",
        access: .scope(.settingsRead),
        bodyByteCountMax: 256 * 1024,
        request: .fields(Sample.described),
        answers: [
            .init(
                .ok,
                "What each of our fields would be.",
                .object([
                    "kind": .oneOf(PostedBody.Kind.allCases.map(\.rawValue)),
                    "accepted": .boolean,
                    "fields": .array(
                        of: .object([
                            "field": .string, "value": .string.orNull, "from": .string,
                            "isDefault": .boolean, "problem": .string.orNull,
                        ])
                    ),
                    "leaves": .array(of: .object(["path": .string, "value": .string])),
                    "leavesCut": .boolean,
                    "suggestions": .anyObject,
                    "message": PreparedText.schema.orNull,
                ])
            )
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = Desk(try platform.database) }

    func respond(to request: Request) throws -> Response {
        let sample = try Sample(request, at: desk)
        let leaves = PostedLeaves(of: sample.posted.value)
        let reading = Result { () throws(Problem) in
            try desk.reader(for: request).read(sample.posting, for: request)
        }
        var problems: [FieldProblem] = []
        var text: PreparedText?
        var canonical: [TargetField: String] = [:]
        switch reading {
        case .failure(let problem): problems = problem.fields
        case .success(let transaction):
            canonical = try desk.canonical(transaction)
            text = try desk.text(of: transaction)
        }
        let fields = TargetField.allCases.map { field in
            Self.line(
                field,
                sample.posting.readings.first { $0.field == field },
                canonical[field],
                problems.first { $0.field == field.rawValue }
            )
        }
        return .json([
            "kind": .string(sample.posted.kind.rawValue), "accepted": .bool(problems.isEmpty),
            "fields": .array(fields),
            "leaves": .array(
                leaves.leaves.map { leaf in
                    ["path": .string(leaf.path.text), "value": .string(leaf.value.shown)]
                }
            ),
            "leavesCut": .bool(leaves.isCut),
            "suggestions": .object(
                JSON.Object(
                    TargetField.allCases.compactMap { field in
                        leaves.suggestions[field].map { .init(field.rawValue, $0.json) }
                    }
                )
            ),
            "message": text?.json(estimatedCost: nil) ?? .null,
        ])
    }

    private static func line(
        _ field: TargetField,
        _ reading: FieldReading?,
        _ canonical: String?,
        _ problem: FieldProblem?
    ) -> JSON {
        var isDefault = false
        if case .value(_, true)? = reading?.outcome { isDefault = true }
        return [
            "field": .string(field.rawValue), "value": .optional(canonical ?? reading?.value),
            "from": .string(reading?.rule.place ?? ""), "isDefault": .bool(isDefault),
            "problem": .optional(problem?.message),
        ]
    }
}

extension JSON {
    /// A value as a person reads it.
    fileprivate var shown: String {
        switch self {
        case .null: ""
        case .bool(let truth): truth ? "true" : "false"
        case .number(let digits): digits
        case .string(let text): String(text.prefix(300))
        case .array, .object: ""
        }
    }
}
