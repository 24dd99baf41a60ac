import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Takes a file of numbers: every line for itself, so that one bad number does not hold up the
/// others, and the same file may come twice.
struct ImportSuppressions: DatabaseEndpoint {
    private static let csv = Field<String>(
        "csv",
        "Lines of number,reason,note; a first line with these names is passed over.",
        schema: .string,
        expected: "lines of number,reason,note"
    ) { json in json.text }

    static let route = Route(
        .post,
        "/api/suppressions/import",
        "Do not write to the numbers of a file (text/csv, or JSON with csv).",
        access: .scope(.messagesWrite),
        bodyByteCountMax: 5 * 1024 * 1024,
        request: .fields([csv]),
        answers: [
            .init(
                .ok,
                "What became of the lines.",
                .object([
                    "success": .boolean, "lines": .integer, "added": .integer,
                    "known": .integer, "rejected": .integer, "cancelled": .integer,
                    "errors": .array(of: .object(["line": .integer, "message": .string])),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let text =
            request.mediaType == "text/csv"
            ? String(decoding: request.body, as: UTF8.self)
            : try request.input().read(Self.csv)
        let caller = request.caller
        let file = SuppressionFile(text, region: try database.region(of: caller.tenant))
        let added = try database.inTransaction(forTenant: caller.tenant) { connection in
            let added = try Suppressions.add(
                file.entries,
                of: caller.tenant,
                from: .import,
                by: caller.name,
                on: &connection
            )
            try AuditLog.note(
                .optOutsImported,
                "",
                ["count": .int(added.countNew)],
                on: &connection
            )
            return added
        }
        return .json([
            "success": .bool(file.problems.isEmpty),
            "lines": .int(file.entries.count + file.problems.count),
            "added": .int(added.countNew), "known": .int(file.entries.count - added.countNew),
            "rejected": .int(file.problems.count), "cancelled": .int(added.countCancelled),
            "errors": .array(
                file.problems.map { ["line": .int($0.line), "message": .string($0.message)] }
            ),
        ])
    }
}
