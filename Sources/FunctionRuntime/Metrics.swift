private import Glibc
private import Synchronization

/// The figures of one process, left in a file that the `health` function gathers for `/metrics`.
///
/// Each process has a file of its own, so counting needs no lock between processes, and a file's
/// name says whose it is.
package final class Metrics: Sendable {
    private let path: String?
    private let labels: String
    private let state = Mutex(State())

    private struct State {
        var requests: [String: Int] = [:]
        var secondsTotal: Double = 0
        var counters: [String: Int] = [:]
        /// True at first: the file also says that the process is there.
        var isDirty = true
    }

    package init(function: String, directory: String?) {
        path = directory.map { "\($0)/\(function).\(getpid()).prom" }
        labels = "function=\"\(function)\",process=\"\(getpid())\""
    }

    package func countRequest(route: String, status: Int, seconds: Double) {
        let label = "route=\"\(route)\",status=\"\(status)\""
        state.withLock {
            $0.requests[label, default: 0] += 1
            $0.secondsTotal += seconds
            $0.isDirty = true
        }
    }

    /// Adds to a counter that is named as Prometheus asks: `sms_attempts_total`.
    package func count(_ counter: StaticString, _ amount: Int = 1) {
        state.withLock {
            $0.counters["\(counter)", default: 0] += amount
            $0.isDirty = true
        }
    }

    /// Writes the file anew when something was counted since; called about once a second.
    func flush() {
        guard let path else { return }
        let text = state.withLock { state -> String? in
            guard state.isDirty else { return nil }
            state.isDirty = false
            var lines = state.requests.map {
                "sms_http_requests_total{\(labels),\($0.key)} \($0.value)"
            }
            lines.append("sms_http_request_seconds_total{\(labels)} \(state.secondsTotal)")
            lines += state.counters.map { "\($0.key){\(labels)} \($0.value)" }
            return lines.joined(separator: "\n") + "\n"
        }
        guard let text, let file = fopen("\(path).new", "w") else { return }
        fputs(text, file)
        fclose(file)
        rename("\(path).new", path)
    }

    /// Removes the file of a process that ends.
    func remove() {
        if let path { unlink(path) }
    }
}
