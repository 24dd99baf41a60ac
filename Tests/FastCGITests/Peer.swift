import Glibc

/// A web server's end of one connection.
final class Peer {
    struct Answer: Equatable {
        var text = ""
        var byteCount = 0
        /// `protocolStatus` of the record that ended the request; nil when the connection ended first.
        var end: UInt8?
    }

    struct Record {
        let kind: UInt8
        let id: UInt16
        let content: [UInt8]
    }

    struct NotConnected: Error { let errno: Int32 }

    private let descriptor: Int32

    init(path: String) throws {
        // Not to be inherited by a fixture that another test starts meanwhile.
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, kind, 0)
        let connected = withUnixAddress(path) { connect(descriptor, $0, $1) }
        guard connected == 0 else { throw NotConnected(errno: errno) }
        // A test that would wait for ever fails instead.
        var time = timeval(tv_sec: 10, tv_usec: 0)
        let byteCount = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, byteCount)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, byteCount)
    }

    deinit { close(descriptor) }

    /// Sends all of it; false when the other side has closed before.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    func sendByteByByte(_ bytes: [UInt8]) {
        for byte in bytes { send([byte]) }
    }

    func stopSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// The next record; nil when the connection is closed (or ten seconds have passed).
    func record() -> Record? {
        guard let header = read(8) else { return nil }
        let count = Int(header[4]) << 8 | Int(header[5])
        guard let content = read(count), read(Int(header[6])) != nil else { return nil }
        return Record(
            kind: header[1],
            id: UInt16(header[2]) << 8 | UInt16(header[3]),
            content: content
        )
    }

    /// Everything up to the end of request `id`, or of the connection.
    func answer(id: UInt16 = 1) -> Answer {
        var answer = Answer()
        var bytes = [UInt8]()
        while answer.end == nil, let record = record() {
            if record.kind == 3, record.id == id { answer.end = record.content[4] }
            if record.kind == 6, record.id == id {
                answer.byteCount += record.content.count
                if bytes.count < 10_000 { bytes += record.content }
            }
        }
        answer.text = String(decoding: bytes, as: UTF8.self)
        return answer
    }

    /// Whether the other side closes within ten seconds, and how long it takes.
    func timeToClose() -> Duration? {
        let began = ContinuousClock.now
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) {
                return ContinuousClock.now - began
            }
            if count < 0 { return nil }
        }
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let part = bytes[done...].withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard part > 0 else { return nil }
            done += part
        }
        return bytes
    }
}

/// Calls `body` with the address of a unix socket.
func withUnixAddress<Value>(
    _ path: String,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
) -> Value {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
