import Glibc
import Postgres

/// A script that psql could not run.
package struct ScriptFailure: Error {
    package let path: String
    /// What psql returned: 3 means that a statement failed, and psql has said which on stderr.
    package let exitStatus: Int32
}

extension ScratchDatabase {
    /// Runs a file of SQL through psql, as a migration is run; stops at its first error.
    package func load(path: String) throws { try load(paths: [path], url: url) }

    /// Runs several files as a role, through one psql.
    func load(paths: [String], as role: Role) throws {
        try load(paths: paths, url: url(as: role))
    }

    private func load(paths: [String], url: String) throws {
        let files = paths.flatMap { ["-f", $0] }
        let arguments = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"] + files + [url]
        var process = pid_t()
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let code = posix_spawnp(&process, "psql", nil, nil, &pointers, environ)
        let path = paths.joined(separator: ", ")
        guard code == 0 else { throw ScriptFailure(path: path, exitStatus: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        guard status == 0 else { throw ScriptFailure(path: path, exitStatus: (status >> 8) & 0xFF) }
    }
}
