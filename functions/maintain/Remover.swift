import Archiving
import FunctionRuntime
import Store

/// Removes the businesses that somebody wanted removed: their rows first, then their files.
struct Remover: Sendable {
    private let database: Database
    private let folder: ArchiveFolder?

    /// As gently as by night: a business that is gone is in no hurry.
    private static let blockCount = 512

    init(_ platform: Platform) throws {
        database = try platform.database
        folder = try platform.settings.value(.archivesDirectory).map { ArchiveFolder($0) }
    }

    func step() throws -> Duty.Outcome {
        let withoutRows = try database.inTransaction { connection in
            _ = try BusinessRemoval.step(blocks: Self.blockCount, on: &connection)
            return try BusinessRemoval.withoutRows(on: &connection)
        }
        if let business = withoutRows {
            try folder?.remove(of: business)
            try database.inTransaction { try BusinessRemoval.end(of: business, on: &$0) }
        }
        return .idle
    }
}
