import Glibc

/// The bytes that one peer sends, read through a buffer and never waited for without a limit.
///
/// Each worker has one and lends it to the connection that it serves.
final class Intake {
    /// Why no more can be had from a peer.
    enum Interruption: Error {
        case peerGone
        case tooSlow
        case malformed
    }

    enum Arrival { case bytes, silence, end }

    private(set) var descriptor: Int32 = -1
    private let limits: Limits
    private let stop: StopSignal
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    private var unread = 0..<0
    /// What is left of the time granted to the peer; see `Limits.readTimeoutMilliseconds`.
    private var patience = Duration.zero
    private var patienceGranted = Duration.zero
    private var byteCountSinceRenewal = 0

    init(limits: Limits, stop: StopSignal) {
        self.limits = limits
        self.stop = stop
    }

    deinit { buffer.deallocate() }

    /// Begins to read another connection.
    func attach(_ descriptor: Int32) {
        self.descriptor = descriptor
        unread = 0..<0
    }

    /// Grants the peer this much waiting from now on, and again with every 64 KiB.
    func grantPatience(_ granted: Duration) {
        (patience, patienceGranted) = (granted, granted)
        byteCountSinceRenewal = 0
    }

    /// Whether the peer has begun to send.
    func awaitFirstByte(for patience: Duration) -> Arrival {
        guard unread.isEmpty else { return .bytes }
        grantPatience(patience)
        do {
            try fill()
            return .bytes
        } catch {
            return error == .tooSlow ? .silence : .end
        }
    }

    /// Reads the next record's header.
    func readHeader() throws(Interruption) -> Record {
        while unread.count < Record.headerByteCount { try fill() }
        let part = unread.prefix(Record.headerByteCount)
        unread = part.endIndex..<unread.endIndex
        guard let record = Record(UnsafeRawBufferPointer(rebasing: buffer[part])) else {
            throw .malformed
        }
        return record
    }

    /// Reads exactly `count` bytes and appends them to `bytes`.
    func read(_ count: Int, appendingTo bytes: inout [UInt8]) throws(Interruption) {
        var left = count
        while left > 0 {
            if unread.isEmpty { try fill() }
            let part = unread.prefix(left)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[part]))
            unread = part.endIndex..<unread.endIndex
            left -= part.count
        }
    }

    /// Reads at least one byte and at most as many as `target`, which must not be empty, holds.
    func read(upTo target: UnsafeMutableRawBufferPointer) throws(Interruption) -> Int {
        if unread.isEmpty { try fill() }
        let part = unread.prefix(target.count)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[part]))
        unread = part.endIndex..<unread.endIndex
        return part.count
    }

    /// Reads and drops.
    func skip(_ count: Int) throws(Interruption) {
        var left = count
        while left > 0 {
            if unread.isEmpty { try fill() }
            let part = unread.prefix(left)
            left -= part.count
            unread = part.endIndex..<unread.endIndex
        }
    }

    /// Sends a record of the connection's own; the answers of handlers go through libfcgi.
    func send(_ bytes: [UInt8]) throws(Interruption) {
        let sent = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == bytes.count else { throw .peerGone }
    }

    // MARK: - Waiting

    private static let byteCountPerRenewal = 64 * 1024

    /// Adds to what is unread, which must be less than a header.
    private func fill() throws(Interruption) {
        let kept = unread.count
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
        unread = 0..<kept
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])
        while true {
            let count = recv(descriptor, room.baseAddress, room.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                unread = 0..<(kept + count)
                byteCountSinceRenewal += count
                if byteCountSinceRenewal >= Self.byteCountPerRenewal {
                    patience = patienceGranted
                    byteCountSinceRenewal = 0
                }
                return
            }
            guard count < 0 else { throw .peerGone }
            switch errno {
            case EAGAIN: try waitForBytes()
            case EINTR: continue
            default: throw .peerGone
            }
        }
    }

    /// Sleeps until bytes or the end have arrived; a process that leaves grants less time.
    private func waitForBytes() throws(Interruption) {
        var sources = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            if stop.isRaised {
                patience = min(patience, .milliseconds(limits.stopTimeoutMilliseconds))
            }
            guard patience > .zero else { throw .tooSlow }
            let began = ContinuousClock.now
            // Once raised, the stop descriptor stays readable and must not be polled any more.
            poll(
                &sources,
                stop.isRaised ? 1 : 2,
                Int32(clamping: Int(patience / .milliseconds(1)) + 1)
            )
            patience -= ContinuousClock.now - began
            if sources[0].revents != 0 { return }
        }
    }
}
