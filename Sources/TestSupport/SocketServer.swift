private import Glibc
private import Synchronization

/// A peer that does to each connection exactly what a test says, byte by byte.
package final class SocketServer: Sendable {
    package let port: UInt16
    /// What arrived, one entry for each connection, in the order they were accepted.
    private let requests = Mutex<[String]>([])
    private let listener: Int32

    package var url: String { "http://127.0.0.1:\(port)/" }
    package var received: [String] { requests.withLock { $0 } }

    /// Runs `serve` on a thread of its own for each connection, which is closed afterwards.
    package init(backlog: Int32 = 64, serve: (@Sendable (Peer) -> Void)?) {
        (listener, port) = Self.listen(backlog: backlog)
        guard let serve else { return }
        Threads.detach { [self, listener] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                let index = requests.withLock {
                    $0.append(""); return $0.count - 1
                }
                Threads.detach {
                    serve(Peer(descriptor: descriptor, server: self, index: index))
                    close(descriptor)
                }
            }
        }
    }

    /// Ends the accepting thread.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    fileprivate func record(_ text: String, at index: Int) {
        requests.withLock { $0[index] += text }
    }

    /// A loopback port on which nobody listens.
    package static func unusedPort() -> UInt16 {
        let (descriptor, port) = listen(backlog: 1)
        close(descriptor)
        return port
    }

    /// A loopback listener on a port of the system's choice.
    package static func listen(backlog: Int32) -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = Glibc.listen(descriptor, backlog)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}

extension SocketServer {
    /// One accepted connection.
    package struct Peer: Sendable {
        package let descriptor: Int32
        fileprivate let server: SocketServer
        fileprivate let index: Int

        /// Reads one request, its body included; false when the client has gone.
        @discardableResult
        package func readRequest() -> Bool {
            var text = ""
            while !isComplete(text) {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return false }
                let piece = String(decoding: buffer[..<count], as: UTF8.self)
                server.record(piece, at: index)
                text += piece
            }
            return true
        }

        /// Reads to the end of a line, which is left out; nil when the client has gone.
        package func readLine() -> String? {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) == 1 {
                guard byte != UInt8(ascii: "\n") else {
                    let text = String(decoding: line, as: UTF8.self)
                    server.record(text + "\n", at: index)
                    return text.hasSuffix("\r") ? String(text.dropLast()) : text
                }
                line.append(byte)
            }
            return nil
        }

        package func write(_ text: String) {
            let bytes = Array(text.utf8)
            _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        package func answer(_ body: String) {
            write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }

        /// Closes so that the client sees a reset instead of an orderly end.
        package func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                descriptor,
                SOL_SOCKET,
                SO_LINGER,
                &linger,
                socklen_t(MemoryLayout.size(ofValue: linger))
            )
        }

        /// Blocks until the client closes.
        package func waitForEnd() {
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) > 0 {}
        }

        private func isComplete(_ text: String) -> Bool {
            guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
            let length = text[..<end.lowerBound].split(separator: "\r\n")
                .first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.split(separator: ":")[1].drop { $0 == " " }) }
            return text[end.upperBound...].utf8.count >= length ?? 0
        }
    }
}
