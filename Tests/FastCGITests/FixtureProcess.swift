import Glibc

/// A running `fastcgi-fixture` with a listening socket of its own.
///
/// A process, since signals and libfcgi's state belong to a whole process.
final class FixtureProcess {
    struct NotStarted: Error { let errno: Int32 }

    let path: String
    private(set) var pid: pid_t = 0
    private let listener: Int32

    init(
        threads: Int = 4,
        readTimeoutMilliseconds: Int = 5_000,
        idleTimeoutMilliseconds: Int = 60_000,
        isBlocking: Bool = true
    ) throws {
        path = "/tmp/fastcgi-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        listener = socket(AF_UNIX, isBlocking ? kind : kind | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard withUnixAddress(path, { bind(listener, $0, $1) }) == 0, listen(listener, 511) == 0
        else {
            throw NotStarted(errno: errno)
        }
        let arguments = [threads, readTimeoutMilliseconds, idleTimeoutMilliseconds]
        pid = try start(arguments.map(String.init))
    }

    deinit {
        if pid > 0 {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(listener)
        unlink(path)
    }

    func connect() throws -> Peer { try Peer(path: path) }

    /// Sends one request over a connection of its own.
    func answer(to bytes: [UInt8]) throws -> Peer.Answer {
        let peer = try connect()
        peer.send(bytes)
        return peer.answer()
    }

    /// Whether it still answers.
    func isWell() throws -> Bool {
        try answer(to: Wire.request("/")) == Peer.Answer(text: "hello", byteCount: 5, end: 0)
    }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the end; the exit code, or nil when it was a signal or has not come in time.
    func exitCode(withinMilliseconds limit: Int) -> Int32? {
        let end = ContinuousClock.now + .milliseconds(limit)
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < end else { return nil }
            usleep(2_000)
        }
        pid = 0
        return status & 0x7f == 0 ? status >> 8 & 0xff : nil
    }

    /// Its open descriptors.
    var descriptorCount: Int {
        guard let folder = opendir("/proc/\(pid)/fd") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 2
    }

    /// Resident memory in bytes.
    var residentByteCount: Int {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return -1 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return -1 }
        let text = String(
            decoding: line.map { UInt8(bitPattern: $0) }.prefix { $0 != 0 },
            as: UTF8.self
        )
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? -1) * 4096
    }

    // MARK: -

    /// A second process on the same socket.
    func startAnother() throws -> pid_t { try start(["4", "5000", "60000"]) }

    private func start(_ arguments: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, listener, 0)
        var argv = ([Self.executable] + arguments).map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, Self.executable, &actions, nil, &argv, environ)
        guard code == 0 else { throw NotStarted(errno: code) }
        return pid
    }

    /// Beside the test's own executable.
    private static var executable: String {
        guard let resolved = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(resolved) }
        let own = String(cString: resolved)
        let folder = own.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(folder)/fastcgi-fixture"
    }
}
