import CExpat
import Web

/// XML as a value like that of JSON, so that one kind of path finds its way in both.
///
/// An element with neither children nor attributes is its text; any other is an object of its
/// children, with its attributes after `@` and its text as `#text`. Children of one name are an
/// array. A document type is refused, since entities are how XML is made to explode or to read files.
enum XMLTree {
    private static let depthMax = 64

    /// Nil for what is not well-formed, or nests too deeply.
    static func parse(_ bytes: [UInt8]) -> JSON? {
        guard let parser = XML_ParserCreate(nil) else { return nil }
        defer { XML_ParserFree(parser) }
        let builder = Builder(depthMax: depthMax)
        XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in builderOf(context)?.open(name, attributes) },
            { context, _ in builderOf(context)?.close() }
        )
        XML_SetCharacterDataHandler(parser) { context, start, length in
            builderOf(context)?.add(start, Int(length))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            builderOf(context)?.isRefused = true
        }
        let status = bytes.withUnsafeBytes { buffer in
            XML_Parse(
                parser,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: buffer.count),
                1
            )
        }
        return status == XML_STATUS_OK && !builder.isRefused ? builder.root : nil
    }
}

private func builderOf(_ context: UnsafeMutableRawPointer?) -> Builder? {
    context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
}

private final class Builder {
    var isRefused = false
    private(set) var root: JSON?
    private var open: [Element] = []
    private let depthMax: Int

    private struct Element {
        let name: String
        var members: [JSON.Object.Member]
        var text: [UInt8] = []
    }

    init(depthMax: Int) { self.depthMax = depthMax }

    func open(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name, open.count < depthMax else {
            isRefused = true
            return
        }
        var members: [JSON.Object.Member] = []
        var next = attributes
        while let pair = next, let key = pair[0], let value = pair[1] {
            members.append(.init("@\(String(cString: key))", .string(String(cString: value))))
            next = pair + 2
        }
        open.append(Element(name: String(cString: name), members: members))
    }

    func add(_ start: UnsafePointer<CChar>?, _ length: Int) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += UnsafeRawBufferPointer(start: start, count: length)
    }

    func close() {
        guard let element = open.popLast() else { return }
        let member = JSON.Object.Member(element.name, Self.value(element))
        if open.isEmpty {
            root = .object(JSON.Object([member]))
        } else {
            open[open.count - 1].members.append(member)
        }
    }

    private static func value(_ element: Element) -> JSON {
        let text = String(decoding: element.text, as: UTF8.self).trimmingSpaces
        guard !element.members.isEmpty else { return .string(text) }
        var members: [JSON.Object.Member] = []
        for (name, value) in element.members.map({ ($0.name, $0.value) }) {
            guard let index = members.firstIndex(where: { $0.name == name }) else {
                members.append(.init(name, value))
                continue
            }
            if case .array(let elements) = members[index].value {
                members[index].value = .array(elements + [value])
            } else {
                members[index].value = .array([members[index].value, value])
            }
        }
        if !text.isEmpty { members.append(.init("#text", .string(text))) }
        return .object(JSON.Object(members))
    }
}
