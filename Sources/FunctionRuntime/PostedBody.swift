private import JSONParser
package import Web

/// What a program of somebody else's posts: JSON of any shape, or a form.
package struct PostedBody: Sendable {
    package let value: JSON
    package let kind: Kind

    package enum Kind: String, Sendable, CaseIterable { case json, form }

    /// What begins with a brace or a bracket is JSON whatever its media type says; a form's fields
    /// of one name become a list.
    package init(_ body: [UInt8], contentType: String? = nil) throws(Problem) {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = body.starts(with: byteOrderMark) ? Array(body.dropFirst(3)) : body
        let first = body.first { !Array(" \t\r\n".utf8).contains($0) }
        guard let first else {
            throw Problem(.badRequest, "empty-body", "Nothing was posted: the body is empty.")
        }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do throws(MalformedJSON) {
                value = try JSON(parsing: body)
            } catch {
                throw Problem(.badRequest, "malformed-json", error.sentence)
            }
            kind = .json
            return
        }
        value = Self.members(of: try Self.form(body, contentType: contentType))
        kind = .form
    }

    private static func form(_ body: [UInt8], contentType: String?) throws(Problem) -> Form {
        if let boundary = contentType.flatMap(MultipartForm.boundary) {
            guard let form = MultipartForm.fields(of: body, boundary: boundary) else {
                throw Problem(
                    .badRequest,
                    "malformed-form",
                    "The multipart form does not end with its boundary."
                )
            }
            return form
        }
        let form = Form(decoding: String(decoding: body, as: UTF8.self))
        guard body.contains(UInt8(ascii: "=")), form.pairs.allSatisfy({ !$0.name.isEmpty }) else {
            throw Problem(
                .badRequest,
                "malformed-body",
                "The body is neither JSON nor a form such as name=Maria&phone=4155172054."
            )
        }
        return form
    }

    private static func members(of form: Form) -> JSON {
        var members: [JSON.Object.Member] = []
        for pair in form.pairs where !members.contains(where: { $0.name == pair.name }) {
            let values = form.all(pair.name).map(JSON.string)
            members.append(.init(pair.name, values.count == 1 ? values[0] : .array(values)))
        }
        return .object(JSON.Object(members))
    }
}
