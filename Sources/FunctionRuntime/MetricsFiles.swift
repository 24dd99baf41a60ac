private import Glibc

/// Gathers the files that `Metrics` leaves, those of processes that ended without removing theirs
/// left out.
package enum MetricsFiles {
    /// The lines of all living processes, one family after the other as Prometheus demands.
    package static func gather(in directory: String) -> String {
        var families: [String: [Substring]] = [:]
        for process in processes(in: directory) {
            for line in process.figures.split(separator: "\n") {
                families[String(line.prefix { $0 != "{" }), default: []].append(line)
            }
        }
        return families.sorted { $0.key < $1.key }.map { family, lines in
            "# TYPE \(family) counter\n\(lines.joined(separator: "\n"))\n"
        }.joined()
    }

    /// A process that lives, and the figures that it left.
    package struct Process: Sendable {
        package let function: String
        package let id: Int32
        package let figures: String
    }

    /// Every living process of ours; the files of others are removed.
    package static func processes(in directory: String) -> [Process] {
        (namesInFolder(directory) ?? []).compactMap { name in
            let parts = name.split(separator: ".")
            guard parts.count == 3, parts[2] == "prom", let id = pid_t(parts[1]) else { return nil }
            guard isAlive(id) else {
                unlink("\(directory)/\(name)")
                return nil
            }
            return Process(
                function: String(parts[0]),
                id: id,
                figures: contents("\(directory)/\(name)")
            )
        }
    }

    /// A process of another user answers with EPERM, and is alive all the same.
    private static func isAlive(_ process: pid_t) -> Bool {
        kill(process, 0) == 0 || errno == EPERM
    }

    private static func contents(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        return String(unsafeUninitializedCapacity: 1 << 20) { buffer in
            fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}
