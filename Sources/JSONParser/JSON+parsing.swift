private import CRapidJSON
package import Web

extension JSON {
    /// Deeper nesting than this is refused: no honest client needs it, and everything that later
    /// walks the value may use recursion.
    package static let depthMax = 64

    /// Reads one JSON text (RFC 8259) as UTF-8; numbers keep their digits.
    package init(parsing bytes: [UInt8]) throws(MalformedJSON) {
        let builder = Builder()
        let result = bytes.withUnsafeBytes { buffer in
            withUnsafePointer(to: forwardingHandler) { handler in
                crapidjson_parse(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    buffer.count,
                    handler,
                    Unmanaged.passUnretained(builder).toOpaque()
                )
            }
        }
        guard let error = result.error else {
            self = builder.root
            return
        }
        let reason: MalformedJSON.Reason =
            builder.refusal
            ?? (result.is_number_too_large ? .numberTooLarge : .syntax(String(cString: error)))
        throw MalformedJSON(reason, offset: result.offset, place: builder.place)
    }
}

/// Builds the value from the parser's events.
private final class Builder {
    private(set) var root = JSON.null
    /// Why the builder itself stopped the reading.
    private(set) var refusal: MalformedJSON.Reason?
    private var open: [Container] = []

    private struct Container {
        let isArray: Bool
        var name = ""
        var elements: [JSON] = []
        var members: [JSON.Object.Member] = []

        var value: JSON { isArray ? .array(elements) : .object(JSON.Object(members)) }
    }

    /// The members and elements that are open, such as `transactions[3].amount`.
    var place: String {
        open.reduce(into: "") { place, container in
            if container.isArray {
                place += "[\(container.elements.count)]"
            } else if !container.name.isEmpty {
                place += place.isEmpty ? container.name : ".\(container.name)"
            }
        }
    }

    func add(_ value: JSON) -> Bool {
        let innermost = open.count - 1
        if innermost < 0 {
            root = value
        } else if open[innermost].isArray {
            open[innermost].elements.append(value)
        } else {
            open[innermost].members.append(.init(open[innermost].name, value))
        }
        return true
    }

    func add(_ kind: (String) -> JSON, _ start: UnsafePointer<CChar>?, _ length: Int) -> Bool {
        text(start, length).map { add(kind($0)) } ?? false
    }

    func name(_ start: UnsafePointer<CChar>?, _ length: Int) -> Bool {
        guard !open.isEmpty, let name = text(start, length) else { return false }
        open[open.count - 1].name = name
        return true
    }

    func begin(array: Bool) -> Bool {
        guard open.count < JSON.depthMax else {
            refusal = .tooDeep(limit: JSON.depthMax)
            return false
        }
        open.append(Container(isArray: array))
        return true
    }

    /// RapidJSON passes the second half of a surrogate pair without its first half on.
    private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String? {
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        let text = String(validating: bytes, as: UTF8.self)
        if text == nil { refusal = .syntax("The surrogate pair in string is invalid.") }
        return text
    }

    func end() -> Bool {
        guard let closed = open.popLast() else { return false }
        return add(closed.value)
    }
}

private func builder(_ context: UnsafeMutableRawPointer?) -> Builder? {
    context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
}

private let forwardingHandler = crapidjson_handler(
    null_value: { builder($0)?.add(.null) ?? false },
    bool_value: { builder($0)?.add(.bool($1)) ?? false },
    number: { builder($0)?.add(JSON.number, $1, $2) ?? false },
    string: { builder($0)?.add(JSON.string, $1, $2) ?? false },
    key: { builder($0)?.name($1, $2) ?? false },
    start_object: { builder($0)?.begin(array: false) ?? false },
    end_object: { builder($0)?.end() ?? false },
    start_array: { builder($0)?.begin(array: true) ?? false },
    end_array: { builder($0)?.end() ?? false }
)
