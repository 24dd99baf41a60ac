import Glibc
import Testing

@testable import FunctionRuntime

/// A folder of its own, removed with its owner.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/metrics.XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var names: [String] { namesInFolder(path) ?? [] }

    func write(_ name: String, _ text: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }
}

@Suite struct `The metrics` {
    private let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    @Test func `of a process are written as Prometheus reads them`() {
        let metrics = Metrics(function: "webhook", directory: folder.path)
        metrics.countRequest(route: "GET /a/{id}", status: 200, seconds: 0.25)
        metrics.countRequest(route: "GET /a/{id}", status: 200, seconds: 0.5)
        metrics.count("sms_attempts_total")
        metrics.count("sms_attempts_total", 4)
        metrics.flush()
        #expect(folder.names == ["webhook.\(getpid()).prom"])
        let labels = "function=\"webhook\",process=\"\(getpid())\""
        #expect(
            MetricsFiles.gather(in: folder.path) == """
                # TYPE sms_attempts_total counter
                sms_attempts_total{\(labels)} 5
                # TYPE sms_http_request_seconds_total counter
                sms_http_request_seconds_total{\(labels)} 0.75
                # TYPE sms_http_requests_total counter
                sms_http_requests_total{\(labels),route="GET /a/{id}",status="200"} 2

                """
        )
    }

    @Test func `are written at first, and then when something was counted since`() {
        let metrics = Metrics(function: "webhook", directory: folder.path)
        metrics.flush()
        // The file says that the process is there.
        #expect(folder.names.count == 1)
        metrics.count("sms_x_total")
        metrics.flush()
        for name in folder.names { unlink("\(folder.path)/\(name)") }
        metrics.flush()
        #expect(folder.names == [])
    }

    @Test func `of several programs are gathered by family`() {
        for name in ["b", "a"] {
            let metrics = Metrics(function: name, directory: folder.path)
            metrics.count("sms_x_total")
            metrics.flush()
        }
        folder.write("notes.txt", "sms_y_total{} 1\n")
        let lines = MetricsFiles.gather(in: folder.path).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("# TYPE sms_x_total") } == 1)
        #expect(lines.count { $0.hasPrefix("sms_x_total{") } == 2)
        #expect(!lines.contains { $0.hasPrefix("sms_y_total") })
    }

    @Test func `of a process that is gone are left out and removed`() {
        // Larger than any process id of Linux (4194304).
        folder.write("webhook.5000000.prom", "sms_x_total{} 1\n")
        #expect(MetricsFiles.gather(in: folder.path) == "")
        #expect(folder.names == [])
    }

    @Test func `go with their process, and need a folder`() {
        let metrics = Metrics(function: "webhook", directory: folder.path)
        metrics.count("sms_x_total")
        metrics.flush()
        metrics.remove()
        #expect(folder.names == [])
        let homeless = Metrics(function: "webhook", directory: nil)
        homeless.count("sms_x_total")
        homeless.flush()
        homeless.remove()
        #expect(MetricsFiles.gather(in: "/nonexistent") == "")
    }

    @Test func `are counted from many threads`() {
        let metrics = Metrics(function: "webhook", directory: folder.path)
        Threads.runAll(
            (0..<8).map { _ in
                { for _ in 0..<500 { metrics.count("sms_x_total") } }
            }
        )
        metrics.flush()
        #expect(MetricsFiles.gather(in: folder.path).contains("} 4000\n"))
    }
}
