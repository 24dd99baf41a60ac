private import JSONParser
package import Web

extension Request {
    /// The named values of the body and the query; the query wins.
    ///
    /// The body may be JSON or a form. What begins with a brace is read as JSON whatever its media
    /// type says, because `curl -d` calls everything a form.
    package func input() throws(Problem) -> Input {
        Input(body: try bodyObject(), query: query)
    }

    /// The body as a JSON object; an empty body is an empty object.
    package func bodyObject() throws(Problem) -> JSON.Object {
        let firstByte = body.first { !asciiSpaces.contains($0) }
        guard let firstByte else { return JSON.Object() }
        if mediaType == "application/x-www-form-urlencoded", firstByte != UInt8(ascii: "{") {
            let form = Form(decoding: String(decoding: body, as: UTF8.self))
            return JSON.Object(form.pairs.map { .init($0.name, .string($0.value)) })
        }
        let json: JSON
        do throws(MalformedJSON) {
            json = try JSON(parsing: body)
        } catch {
            throw Problem(.badRequest, "malformed-json", error.sentence)
        }
        guard case .object(let object) = json else {
            throw Problem(
                .badRequest,
                "malformed-json",
                "The body must be a JSON object; it is \(json.kind)."
            )
        }
        return object
    }
}

private let asciiSpaces: [UInt8] = Array(" \t\r\n".utf8)

extension MalformedJSON {
    /// What is wrong, and where, for whoever wrote the text.
    var sentence: String {
        switch reason {
        case .syntax(let reason):
            "The body is not valid JSON\(place.map { " near \"\($0)\"" } ?? "") (byte \(offset)): \(reason)"
        case .numberTooLarge:
            "The number\(place.map { " in \"\($0)\"" } ?? "") (byte \(offset)) is too large."
        case .tooDeep(let limit):
            "The body's JSON is nested deeper than \(limit) levels (byte \(offset))."
        }
    }
}
