import CFastCGI
import Glibc

/// One worker's end of the connection that it serves, and its `FCGX_Request`.
///
/// libfcgi splits the parameters and frames the answer. It is handed a request that has been read and
/// checked already, through a file in memory, and never the socket to read from (`RequestReader` says
/// why) or to close: its close waits up to two seconds for the peer with `select`, which
/// overruns its set from descriptor 1024 on.
final class Conversation {
    let reader: RequestReader
    /// libfcgi's streams keep the address of their request, so it stays where it is.
    let request: UnsafeMutablePointer<FCGX_Request>
    private let limits: Limits
    private var stageFile: Int32
    private var staged = [UInt8]()
    private var keepsConnection = false

    init(limits: Limits, stop: StopSignal, concurrency: Int) throws(FastCGIError) {
        stageFile = Self.makeStageFile()
        guard stageFile >= 0 else { throw .systemRefused(call: "memfd_create", errno: errno) }
        self.limits = limits
        reader = RequestReader(limits: limits, stop: stop, concurrency: concurrency)
        request = .allocate(capacity: 1)
        // Without a listening socket: libfcgi must fail rather than accept behind our back.
        FCGX_InitRequest(request, -1, Int32(FCGI_FAIL_ACCEPT_ON_INTR))
    }

    deinit {
        request.deallocate()
        close(stageFile)
    }

    /// Reads the next request and lends it to `handler`; false when the connection is to be closed.
    func exchange(_ handler: (borrowing Exchange) -> Void) -> Bool {
        guard let head = try? reader.nextHead(), accept(head) else { return false }
        keepsConnection = head.keepsConnection
        let exchange = Exchange(self)
        handler(exchange)
        _ = consume exchange
        return keepsConnection
    }

    /// Completes the answer and leaves the connection at the beginning of the next request, or not usable.
    func finish() {
        // What FCGX_Finish_r does, short of closing the connection.
        let isFailed =
            FCGX_FClose(request.pointee.err) != 0 || FCGX_FClose(request.pointee.out) != 0
        request.pointee.ipcFd = -1
        FCGX_Free(request, 0)
        let isAtEnd = !isFailed && dropUnreadBody()
        keepsConnection = keepsConnection && isAtEnd
    }

    /// Has libfcgi take up the request.
    private func accept(_ head: RequestReader.Head) -> Bool {
        stage(head)
        let isStaged = staged.withUnsafeBytes {
            pwrite(stageFile, $0.baseAddress, $0.count, 0) == $0.count
                && lseek(stageFile, 0, SEEK_SET) == 0
        }
        guard isStaged else { return false }
        request.pointee.ipcFd = stageFile
        // Else FCGX_Accept_r, which first finishes the request before, would close the descriptor.
        request.pointee.keepConnection = 1
        guard FCGX_Accept_r(request) == 0 else {
            // It has closed the descriptor.
            stageFile = Self.makeStageFile()
            return false
        }
        request.pointee.ipcFd = reader.intake.descriptor
        return true
    }

    private static func makeStageFile() -> Int32 {
        let closesOnExec: UInt32 = 1  // MFD_CLOEXEC
        return memfd_create("fastcgi", closesOnExec)
    }

    /// Puts the request into `staged` as the plainest peer would have sent it.
    private func stage(_ head: RequestReader.Head) {
        let id = head.requestID
        staged.removeAll(keepingCapacity: true)
        Record.append(.beginRequest, requestID: id, content: [0, 1, 1, 0, 0, 0, 0, 0], to: &staged)
        var rest = head.parameters[...]
        while !rest.isEmpty {
            let content = rest.prefix(Record.contentByteCountMax)
            Record.append(.parameters, requestID: id, content: content, to: &staged)
            rest = rest.dropFirst(content.count)
        }
        Record.append(.parameters, requestID: id, content: [], to: &staged)
    }

    /// Reads on to the end of the body, within limits; a peer that still sends would else miss the answer.
    private func dropUnreadBody() -> Bool {
        guard reader.bodyState == .open else { return reader.bodyState != .broken }
        reader.intake.grantPatience(.milliseconds(limits.unreadTimeoutMilliseconds))
        return withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 1) { scrap in
            var left = limits.unreadByteCountMax
            while left > 0 {
                guard let count = try? reader.readBody(into: scrap) else { return false }
                if count == 0 { return true }
                left -= count
            }
            return false
        }
    }
}
