import Glibc
import JSONParser
import Web

/// What happened, one JSON object a line, only ever appended to.
///
/// Each record is one `write`, which the kernel keeps even when the process is killed right after.
/// (Power failures are another matter: nothing is synchronised to disk.)
struct Journal: ~Copyable {
    private let descriptor: Int32

    init(path: String) throws(JournalError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(path: path, number: errno) }
    }

    deinit { close(descriptor) }

    func append(_ record: JSON) throws(JournalError) {
        var line = record.serialized
        line.append(UInt8(ascii: "\n"))
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else { throw JournalError(path: "", number: errno) }
    }

    /// Forgets everything.
    func clear() { ftruncate(descriptor, 0) }

    /// Gives every record in order; a line torn by the end of the process is passed over, and the
    /// next record begins on a line of its own.
    func replay(_ body: (JSON) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var line: [UInt8] = []
        var offset: off_t = 0
        while true {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count > 0 else { break }
            offset += off_t(count)
            for piece in buffer[..<count].split(
                separator: UInt8(ascii: "\n"),
                omittingEmptySubsequences: false
            ) {
                line += piece
                guard piece.endIndex < count else { break }
                if let record = try? JSON(parsing: line) { body(record) }
                line.removeAll(keepingCapacity: true)
            }
        }
        if !line.isEmpty { _ = write(descriptor, "\n", 1) }
    }
}

struct JournalError: Error, CustomStringConvertible {
    let path: String
    let number: Int32

    var description: String { "journal \(path): \(String(cString: strerror(number)))" }
}
