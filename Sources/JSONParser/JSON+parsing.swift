private import CRapidJSON
package import Web

/// Why a text is not taken as JSON.
package enum MalformedJSON: Error, Sendable, Hashable {
    case syntax(reason: String, offset: Int)
    case tooDeep(limit: Int)
}

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
        if builder.isTooDeep { throw .tooDeep(limit: Self.depthMax) }
        if let error = result.error {
            throw .syntax(reason: String(cString: error), offset: result.offset)
        }
        self = builder.root
    }
}

/// Builds the value from the parser's events.
private final class Builder {
    private(set) var root = JSON.null
    private(set) var isTooDeep = false
    private var open: [Container] = []

    private struct Container {
        let isArray: Bool
        var name = ""
        var elements: [JSON] = []
        var members: [JSON.Object.Member] = []

        var value: JSON { isArray ? .array(elements) : .object(JSON.Object(members)) }
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

    func name(_ name: String) -> Bool {
        guard !open.isEmpty else { return false }
        open[open.count - 1].name = name
        return true
    }

    func begin(array: Bool) -> Bool {
        isTooDeep = open.count == JSON.depthMax
        if !isTooDeep { open.append(Container(isArray: array)) }
        return !isTooDeep
    }

    func end() -> Bool {
        guard let closed = open.popLast() else { return false }
        return add(closed.value)
    }
}

private func builder(_ context: UnsafeMutableRawPointer?) -> Builder? {
    context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
}

private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
}

private let forwardingHandler = crapidjson_handler(
    null_value: { builder($0)?.add(.null) ?? false },
    bool_value: { builder($0)?.add(.bool($1)) ?? false },
    number: { builder($0)?.add(.number(text($1, $2))) ?? false },
    string: { builder($0)?.add(.string(text($1, $2))) ?? false },
    key: { builder($0)?.name(text($1, $2)) ?? false },
    start_object: { builder($0)?.begin(array: false) ?? false },
    end_object: { builder($0)?.end() ?? false },
    start_array: { builder($0)?.begin(array: true) ?? false },
    end_array: { builder($0)?.end() ?? false }
)
