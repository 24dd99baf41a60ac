import Glibc
import HTTPClient
import TestSupport
import Testing

/// TLS is served by the `openssl` command, which comes with the library that libcurl uses.
@Suite(.enabled(if: access("/usr/bin/openssl", X_OK) == 0))
struct `Over TLS` {
    @Test func `nothing is sent to a peer whose certificate nobody vouches for`() throws {
        let server = try #require(OpenSSLServer())
        defer { server.stop() }
        var cause: HTTPFailureCause?
        // The server needs a moment to listen; until then connections are refused.
        for _ in 0..<100 {
            let request = HTTPRequest.post("https://localhost:\(server.port)/")
            guard case .failed(.notSent(let found)) = HTTPClient.send(request) else {
                Issue.record("must be notSent")
                return
            }
            cause = found
            if found.kind != .couldNotConnect { break }
            usleep(20_000)
        }
        #expect(cause?.kind == .tls)
    }
}

/// `openssl s_server` with a certificate it signed itself.
private struct OpenSSLServer {
    let port: UInt16
    private let process: pid_t
    private let directory: String

    init?() {
        var template = Array("/tmp/httpclient-tls-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        directory = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        port = SocketServer.unusedPort()
        let (key, certificate) = ("\(directory)/key.pem", "\(directory)/cert.pem")
        var status: Int32 = 0
        let maker = run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
            "-keyout", key, "-out", certificate,
        ])
        waitpid(maker, &status, 0)
        process = run([
            "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-www",
        ])
    }

    func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        for name in ["key.pem", "cert.pem"] { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }
}

/// Starts `openssl` with nothing on its standard streams, and returns its process id.
private func run(_ arguments: [String]) -> pid_t {
    var process: pid_t = 0
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (stream, mode) in [(Int32(0), O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", mode, 0)
    }
    var words = (["openssl"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    posix_spawn(&process, "/usr/bin/openssl", &actions, nil, &words, environ)
    return process
}
