import FoundationEssentials
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
        guard case .failed(.notSent(let cause)) = server.answer() else {
            Issue.record("must be notSent")
            return
        }
        #expect(cause.kind == .tls)
    }

    @Test func `a certificate in the trusted folder is believed`() throws {
        let server = try #require(OpenSSLServer())
        defer { server.stop() }
        guard case .answered(let answer) = server.answer(trustedFolder: server.directory) else {
            Issue.record("must be answered")
            return
        }
        #expect(answer.status == 200)
    }

    @Test func `a folder without it vouches for nobody`() throws {
        let server = try #require(OpenSSLServer())
        defer { server.stop() }
        guard case .failed(.notSent(let cause)) = server.answer(trustedFolder: "/nowhere") else {
            Issue.record("must be notSent")
            return
        }
        #expect(cause.kind == .tls)
    }
}

/// `openssl s_server` with a certificate it signed itself.
private struct OpenSSLServer {
    let port: UInt16
    private let process: pid_t
    /// Holds the certificate under the name by which OpenSSL finds it.
    let directory: String

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
        waitpid(run(["rehash", directory]), &status, 0)
        process = run([
            "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-www",
        ])
    }

    /// What a request is answered, once the server listens; until then connections are refused.
    func answer(trustedFolder: String? = nil) -> HTTPOutcome {
        var request = HTTPRequest(.get, "https://localhost:\(port)/")
        request.trustedFolder = trustedFolder
        for _ in 0..<100 {
            let outcome = HTTPClient.send(request)
            guard case .failed(.notSent(let cause)) = outcome, cause.kind == .couldNotConnect else {
                return outcome
            }
            usleep(20_000)
        }
        return HTTPClient.send(request)
    }

    func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names { unlink("\(directory)/\(name)") }
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
