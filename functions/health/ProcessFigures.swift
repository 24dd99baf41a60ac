import FunctionRuntime
import Glibc

/// What the living processes of one function have done and need.
struct ProcessFigures {
    var count = 0
    var memoryByteCount = 0
    var requestCount = 0
    /// Requests that were answered with 5xx.
    var failureCount = 0
    var seconds = 0.0

    var meanMilliseconds: Double? {
        requestCount > 0 ? seconds * 1000 / Double(requestCount) : nil
    }

    mutating func add(_ process: MetricsFiles.Process) {
        count += 1
        memoryByteCount += Self.residentByteCount(of: process.id)
        for line in process.figures.split(separator: "\n") {
            guard let value = line.split(separator: " ").last else { continue }
            if line.hasPrefix("sms_http_requests_total{") {
                requestCount += Int(value) ?? 0
                if line.contains("status=\"5") { failureCount += Int(value) ?? 0 }
            } else if line.hasPrefix("sms_http_request_seconds_total{") {
                seconds += Double(value) ?? 0
            }
        }
    }

    /// The second number of `statm`, in pages (proc(5)); 0 when the process has just ended.
    private static func residentByteCount(of process: Int32) -> Int {
        guard let file = fopen("/proc/\(process)/statm", "r") else { return 0 }
        defer { fclose(file) }
        let text = String(unsafeUninitializedCapacity: 128) { buffer in
            fread(buffer.baseAddress, 1, buffer.count, file)
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
