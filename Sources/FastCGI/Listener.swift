import CFastCGI
import Glibc

/// The listening socket that a function inherits, and libfcgi made ready for it.
///
/// Making one has effects on the whole process, in this order because libfcgi demands it:
/// SIGPIPE is ignored (libfcgi would otherwise answer one by refusing every later read and write of
/// the process), `FCGX_Init` runs, and the signal handlers that it installed are taken out again. SIGTERM
/// and SIGINT are blocked from here on: they wait for `Server.serve`, none is lost before it.
package struct Listener: ~Copyable {
    let descriptor: Int32

    /// Takes over a listening socket; 0 is where process managers put it.
    ///
    /// The socket becomes nonblocking. That flag is shared with every process that serves the same
    /// socket, all of which must therefore wait for readiness, as `Server` does.
    package init(descriptor: Int32 = 0) throws(FastCGIError) {
        try Self.requireListening(descriptor)
        try Self.makeNonblocking(descriptor)
        Signals.block(Signals.stopping)
        let code = Signals.preservingDispositions { FCGX_Init() }
        guard code == 0 else { throw .systemRefused(call: "FCGX_Init", errno: code) }
        self.descriptor = descriptor
    }

    // MARK: -

    private static func requireListening(_ descriptor: Int32) throws(FastCGIError) {
        var isListening: Int32 = 0
        var byteCount = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &byteCount) == 0
        else {
            throw .notListening(descriptor: descriptor, errno: errno)
        }
        guard isListening != 0 else { throw .notListening(descriptor: descriptor, errno: 0) }
    }

    private static func makeNonblocking(_ descriptor: Int32) throws(FastCGIError) {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw .systemRefused(call: "fcntl", errno: errno)
        }
    }
}
