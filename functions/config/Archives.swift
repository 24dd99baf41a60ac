import FunctionRuntime
import Store
import Web

/// The files that what was removed lies in.
struct ListArchives: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Archives on a page.")
        .defaulting(to: 50)
    private static let cursor = Field<Int>.integer(
        "cursor",
        1...Int.max,
        "nextCursor of another page."
    ).optional

    static let route = Route(
        .get,
        "/api/archives",
        "List the files that removed texts and replies lie in, newest first.",
        access: .scope(.settingsRead),
        query: [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "archives": .array(of: ArchiveList.Line.schema),
                    "nextCursor": .integer.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (limit, cursor) = try Input(query: request.query).read(Self.limit, Self.cursor)
        let tenant = request.caller.tenant
        var found = try database.forTenant(tenant) { connection in
            // One more than asked tells whether there is another page.
            try ArchiveList.page(
                before: cursor.map(Int64.init),
                of: tenant,
                limit: limit + 1,
                on: &connection
            )
        }
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        return .json([
            "archives": .array(found.map(\.json)),
            "nextCursor": .optional(hasMore ? found.last.map { Int($0.id) } : nil),
        ])
    }
}

/// Asks for what lies in a file to be brought back; `maintain` does it within a minute or so.
struct RestoreArchive: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/archives/{id}/restoration",
        "Bring back what lies in an archive. It stays for 30 days, whatever the business chose.",
        access: .scope(.settingsWrite, confirmed: true),
        answers: [
            .init(.accepted, "It is being brought back.", ArchiveList.Line.schema),
            .init(.notFound, "There is no such archive."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let wanted = try database.inTransaction(forTenant: caller.tenant) { connection in
            guard let id = request.parameters["id"].flatMap({ Int64($0) }),
                let line = try ArchiveList.want(id, by: caller.name, on: &connection)
            else { throw Problem.notFound("There is no such archive.") }
            try AuditLog.note(.archiveRestored, line.file, on: &connection)
            return line
        }
        return .json(wanted.json, .accepted)
    }
}

extension ArchiveList.Line {
    static let schema = Schema.object([
        "id": .integer, "kind": .oneOf(["messages", "replies"]), "file": .string,
        "records": .integer, "bytes": .integer,
        "sha256": Schema.string.about("Of the whole file, as sha256sum computes it."),
        "firstAt": .timestamp, "lastAt": .timestamp, "madeAt": .timestamp,
        "restoration": Schema.object([
            "wantedAt": .timestamp, "wantedBy": .string,
            "endedAt": Schema.timestamp.orNull.about("Null while it is under way."),
            "restored": .integer,
            "unreadable": Schema.integer.about("Of people who were erased since."),
            "problem": .string.orNull,
        ]).orNull,
    ])

    var json: JSON {
        [
            "id": .int(Int(id)), "kind": .string(kind.rawValue), "file": .string(file),
            "records": .int(recordCount), "bytes": .int(Int(byteCount)),
            "sha256": .string(sha256), "firstAt": .string(firstAt), "lastAt": .string(lastAt),
            "madeAt": .string(madeAt), "restoration": restoration?.json ?? .null,
        ]
    }
}

extension ArchiveList.Restoration {
    fileprivate var json: JSON {
        [
            "wantedAt": .string(wantedAt), "wantedBy": .string(wantedBy),
            "endedAt": .optional(endedAt), "restored": .int(restoredCount),
            "unreadable": .int(unreadableCount), "problem": .optional(problem),
        ]
    }
}
