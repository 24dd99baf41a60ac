import FieldMapping
import FunctionRuntime
import Messaging
import Store
import Web

/// A posting that a person tries a mapping on.
struct Sample {
    static let text = Field<String>(
        "sample",
        "What the CRM posts, as it is.",
        schema: .text(1...65_536),
        expected: "a text of 1 to 65536 bytes"
    ) { json in
        json.text.flatMap { (1...65_536).contains($0.utf8.count) ? $0 : nil }
    }
    static let contentType = Field<String>.text(
        "contentType",
        0...200,
        "Its media type; without one, JSON and forms are told apart by how they begin."
    ).optional
    static let fields = Field<JSON>(
        "fields",
        "Rules to try instead of those that are saved.",
        schema: .anyObject,
        expected: "an object of rules by field"
    ) { json in
        guard case .object = json else { return nil }
        return json
    }.optional

    static let described: [any DescribedField] = [text, contentType, fields]

    let posted: PostedBody
    let posting: MappedPosting

    /// Reads a sample with the rules that came with it, or else those of the source in the path.
    init(_ request: Request, at desk: Desk) throws {
        let (text, contentType, fields) = try request.input().read(
            Self.text,
            Self.contentType,
            Self.fields
        )
        posted = try PostedBody(Array(text.utf8), contentType: contentType)
        let mapping: FieldMapping
        if let fields {
            do throws(InvalidMapping) {
                mapping = try FieldMapping(fields, isWhole: false)
            } catch {
                throw Problem.invalid(error.problems)
            }
        } else {
            mapping = try desk.mapping(
                request.parameters["source"] ?? "",
                for: request.caller.tenant
            )
        }
        posting = MappedPosting(mapping, of: posted.value)
        try desk.check(mapping.zones, for: request.caller.tenant)
    }
}
