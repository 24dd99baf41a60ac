/// The fields of a `multipart/form-data` body (RFC 7578); files are passed over.
package enum MultipartForm {
    /// The boundary that a Content-Type names, if it is of this kind.
    package static func boundary(in contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map(trimmed)
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            let value = part.dropFirst(9)
            let bare = value.hasPrefix("\"") ? value.dropFirst().prefix { $0 != "\"" } : value
            return (1...70).contains(bare.utf8.count) ? String(bare) : nil
        }
        return nil
    }

    /// The fields in their order; nil when the body is not closed by its boundary.
    package static func fields(of body: [UInt8], boundary: String) -> Form? {
        let mark = Array("--\(boundary)".utf8)
        var rest = body[...]
        guard let first = rest.firstRange(of: mark) else { return nil }
        rest = rest[first.upperBound...]
        var form = Form()
        while !rest.starts(with: Array("--".utf8)) {
            guard rest.starts(with: lineEnd) else { return nil }
            rest = rest.dropFirst(lineEnd.count)
            guard let end = rest.firstRange(of: lineEnd + mark) else { return nil }
            if let (name, value) = field(rest[..<end.lowerBound]) { form.add(name, value) }
            rest = rest[end.upperBound...]
        }
        return form
    }

    private static let lineEnd = Array("\r\n".utf8)

    private static func field(_ part: ArraySlice<UInt8>) -> (name: String, value: String)? {
        guard let gap = part.firstRange(of: lineEnd + lineEnd) else { return nil }
        let head = String(decoding: part[..<gap.lowerBound], as: UTF8.self)
        for line in head.split(whereSeparator: \.isNewline) {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            guard let name = parameter("name", of: line), parameter("filename", of: line) == nil
            else { return nil }
            return (name, String(decoding: part[gap.upperBound...], as: UTF8.self))
        }
        return nil
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        for piece in line.split(separator: ";").dropFirst() {
            let text = trimmed(piece)
            guard text.lowercased().hasPrefix("\(name)=") else { continue }
            return String(text.dropFirst(name.count + 1).drop { $0 == "\"" }.prefix { $0 != "\"" })
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension ArraySlice<UInt8> {
    /// Where these bytes first stand.
    fileprivate func firstRange(of wanted: [UInt8]) -> Range<Int>? {
        guard let first = wanted.first else { return nil }
        var start = startIndex
        while let candidate = self[start...].firstIndex(of: first) {
            if self[candidate...].starts(with: wanted) {
                return candidate..<(candidate + wanted.count)
            }
            start = candidate + 1
        }
        return nil
    }
}
