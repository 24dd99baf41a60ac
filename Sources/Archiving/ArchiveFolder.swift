import FunctionRuntime
import Glibc
package import Web

/// The folder that archives lie in, those of each business in one of its own; what is in a file is
/// never changed.
package struct ArchiveFolder: Sendable {
    private let path: String

    package init(_ path: String) { self.path = path }

    /// What the file system refused.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        let what: String
        let code: Int32

        package var description: String { "\(what): \(String(cString: strerror(code)))" }
    }

    /// Writes a file, which is whole and lasting when this returns, or is not there.
    func write(_ bytes: [UInt8], to file: String) throws(Failure) {
        let parts = file.split(separator: "/").dropLast()
        for count in parts.indices {
            let folder = parts[...count].joined(separator: "/")
            if mkdir("\(path)/\(folder)", 0o700) != 0, errno != EEXIST {
                throw failure("the folder of archives")
            }
        }
        let (draft, target) = ("\(path)/\(file).draft", "\(path)/\(file)")
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("an archive's file") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure("writing an archive") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0, rename(draft, target) == 0 else {
            throw failure("keeping an archive")
        }
        try sync(
            target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
        )
    }

    /// The bytes of a file; nil where there is none.
    func read(_ file: String) throws(Failure) -> [UInt8]? {
        let descriptor = open("\(path)/\(file)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("an archive's file")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw failure("reading an archive") }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    /// Removes all files of a business; there may be none.
    package func remove(of tenant: TenantID) throws(Failure) {
        try removeAll("\(path)/\(tenant.rawValue)")
    }

    /// Removes a file or a link, or a folder after what is in it.
    func removeAll(_ path: String) throws(Failure) {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR, let names = namesInFolder(path) else {
            throw failure("removing an archive")
        }
        for name in names { try removeAll("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw failure("removing a folder of archives") }
    }

    /// A name is lasting only when its folder is.
    private func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("the folder of archives") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("the folder of archives") }
    }

    private func failure(_ what: String) -> Failure { Failure(what: what, code: errno) }
}
