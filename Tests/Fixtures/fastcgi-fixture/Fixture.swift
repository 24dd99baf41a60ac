import FastCGI
import Glibc
import Synchronization

/// A process for the tests of FastCGI: serves descriptor 0, and does what the path asks.
///
/// Arguments: threads, read timeout, idle timeout (milliseconds).
@main enum Fixture {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        var limits = Limits()
        limits.readTimeoutMilliseconds = arguments[1]
        limits.writeTimeoutMilliseconds = arguments[1]
        limits.idleTimeoutMilliseconds = arguments[2]
        let ticks = Ticks()
        let listener = try Listener()
        try Server.serve(
            listener,
            threads: arguments[0],
            limits: limits,
            onTick: { ticks.count() }
        ) { exchange in
            do {
                try answer(exchange, ticks: ticks)
            } catch {
                try? exchange.say("error: \(error)")
            }
        }
    }

    private static func answer(
        _ exchange: borrowing Exchange,
        ticks: borrowing Ticks
    ) throws(FastCGIError) {
        let number = Int(exchange.parameter("QUERY_STRING") ?? "") ?? 0
        switch exchange.parameter("SCRIPT_NAME") {
        case "/body": try exchange.say(describe(exchange.readBody(limit: number)))
        case "/stream": try exchange.say("\(exchange.byteCountToEnd())")
        case "/parameters": try exchange.say(describeParameters(of: exchange))
        case "/large": try exchange.repeat(byteCount: number)
        case "/flush":
            try exchange.say("first")
            try exchange.flush()
            usleep(UInt32(number) * 1000)
            try exchange.say("second")
        case "/sleep":
            usleep(UInt32(number) * 1000)
            try exchange.say("slept")
        case "/ticks": try exchange.say("\(ticks.value)")
        case "/silence": break
        case "/http": try exchange.say("Status: 200 OK\r\n\r\nhello")
        default: try exchange.say("hello")
        }
    }

    private static func describe(_ body: [UInt8]) -> String {
        "\(body.count) bytes, sum \(body.reduce(0) { $0 &+ UInt64($1) })"
    }

    private static func describeParameters(of exchange: borrowing Exchange) -> String {
        var lines = [String]()
        exchange.forEachParameter { name, value in
            lines.append("\(name)=\(value.utf8.count > 100 ? "\(value.utf8.count) bytes" : value)")
        }
        return lines.joined(separator: "\n")
    }
}

/// How often the main thread has ticked.
struct Ticks: ~Copyable {
    private let atomic = Atomic(0)

    var value: Int { atomic.load(ordering: .relaxed) }

    func count() { atomic.add(1, ordering: .relaxed) }
}

extension Exchange {
    func say(_ text: String) throws(FastCGIError) {
        let bytes = Array(text.utf8)
        try bytes.span.withUnsafeBytes { (bytes) throws(FastCGIError) in try write(bytes) }
    }

    func `repeat`(byteCount: Int) throws(FastCGIError) {
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        var left = byteCount
        while left > 0 {
            let part = block.span.extracting(first: min(left, block.count))
            try part.withUnsafeBytes { (bytes) throws(FastCGIError) in try write(bytes) }
            left -= part.count
        }
    }

    func byteCountToEnd() throws(FastCGIError) -> Int {
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        var total = 0
        while true {
            var span = block.mutableSpan
            let count = try span.withUnsafeMutableBytes { (target) throws(FastCGIError) in
                try read(into: target)
            }
            if count == 0 { return total }
            total += count
        }
    }
}
