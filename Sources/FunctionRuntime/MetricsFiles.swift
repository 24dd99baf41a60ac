private import Glibc

/// Gathers the files that `Metrics` leaves, those of processes that ended without removing theirs
/// left out.
package enum MetricsFiles {
    /// The lines of all living processes, one family after the other as Prometheus demands.
    package static func gather(in directory: String) -> String {
        var families: [String: [Substring]] = [:]
        for name in names(in: directory) where name.hasSuffix(".prom") {
            guard let process = name.split(separator: ".").dropLast().last.flatMap({ pid_t($0) })
            else { continue }
            guard isAlive(process) else {
                unlink("\(directory)/\(name)")
                continue
            }
            for line in contents("\(directory)/\(name)").split(separator: "\n") {
                families[String(line.prefix { $0 != "{" }), default: []].append(line)
            }
        }
        return families.sorted { $0.key < $1.key }.map { family, lines in
            "# TYPE \(family) counter\n\(lines.joined(separator: "\n"))\n"
        }.joined()
    }

    /// A process of another user answers with EPERM, and is alive all the same.
    private static func isAlive(_ process: pid_t) -> Bool {
        kill(process, 0) == 0 || errno == EPERM
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names.sorted()
    }

    private static func contents(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        return String(unsafeUninitializedCapacity: 1 << 20) { buffer in
            fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }
}
