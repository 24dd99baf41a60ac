import FunctionRuntime
import Glibc
import Store
import Web

/// What lies in archives, and bringing it back; deploy/archive calls it.
enum ArchiveCommands {
    static let commands: [Tool.Command] = [
        .init(
            "list-archives BUSINESS",
            "Lists the newest archives of a business, or of all with the word all."
        ) { arguments, database in
            try list(arguments[0], database)
        },
        .init("restore-archive ID", "Brings back what lies in an archive, and waits for it.") {
            arguments,
            database in
            try restore(arguments[0], database)
        },
    ]

    private static let shownMax = 1000

    private static func list(_ business: String, _ database: Database) throws {
        guard business == "all" || Int32(business) != nil else {
            throw ToolProblem("\(business) is no number of a business")
        }
        let lines = try database.forAll { connection in
            try ArchiveList.page(
                of: Int32(business).map { TenantID(rawValue: $0) },
                limit: shownMax,
                on: &connection
            )
        }
        for line in lines {
            let size = "\(line.recordCount) records, \(line.byteCount) bytes"
            print("\(line.id)  \(line.file)  \(line.firstAt) to \(line.lastAt)  \(size)")
        }
    }

    /// `maintain` does it; nobody else reads the files.
    private static func restore(_ id: String, _ database: Database) throws {
        guard let id = Int64(id),
            let archive = try database.forAll({ connection in
                try ArchiveList.want(id, by: "administrator of the host", on: &connection)
            })
        else { throw ToolProblem("there is no archive \(id)") }
        while true {
            let now = try database.forAll { try ArchiveList.find(archive.id, on: &$0) }
            guard let restoration = now?.restoration else {
                throw ToolProblem("archive \(id) is gone")
            }
            if let problem = restoration.problem { throw ToolProblem(problem) }
            if restoration.endedAt != nil {
                print(
                    "\(restoration.restoredCount) records are back for 30 days; \(restoration.unreadableCount) are of people who were erased"
                )
                return
            }
            usleep(200_000)
        }
    }
}
