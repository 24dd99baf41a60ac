import Archiving
import Compression
import FunctionRuntime
import Postgres
import Store
import Web

/// Everything of a business as one compressed file, a row a line and then what lies in archives; it
/// flows from PostgreSQL to the client, so that its size does not matter.
struct ExportBusiness: Endpoint {
    static let route = Route(
        .post,
        "/api/businesses/{id}/export",
        "Download everything of a business.",
        access: .scope(.businessesWrite, confirmed: true),
        answers: [
            .init(
                .ok,
                "JSON lines, compressed by gzip: rows with their table's name, then records with their archive's. Passwords, keys and links that let somebody in are left out.",
                mediaType: "application/gzip"
            ),
            .init(.notFound, "There is no such business."),
        ]
    )

    /// A file of millions of rows over a slow line takes its time.
    private static let patienceSeconds = 3600

    private let database: Database
    private let archives: Archives?

    init(_ platform: Platform) throws {
        (database, archives) = (try platform.database, try Archives(platform))
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let businesses = try request.businesses
        // Asked before the head goes out, so that whatever is wrong is told by a status.
        let business = try database.inTransaction(forTenant: tenant) { connection in
            let business = try request.business(on: &connection)
            try AuditLog.note(.businessExported, business.terms.name, on: &connection)
            return business
        }
        let own = TenantID(rawValue: business.id)
        try note(business, request)
        return Response(
            .ok,
            headers: [
                "Content-Type": "application/gzip",
                "Content-Disposition": "attachment; filename=\"business-\(business.id).jsonl.gz\"",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { write in
                let gzip = try GzipStream()
                func writeLines(_ lines: [String]) throws {
                    try gzip.write(Array(lines.flatMap { [$0, "\n"] }.joined().utf8), to: write)
                }
                try database.forTenant(tenant, seconds: Self.patienceSeconds) { connection in
                    try connection.transaction(.snapshot) { connection in
                        try businesses.export(business.id, on: &connection, to: writeLines)
                    }
                }
                // Afterwards: what goes into an archive meanwhile is in both rather than in none.
                try archives?.export(own, from: database, to: writeLines)
                try gzip.finish(to: write)
            }
        )
    }

    /// In the business's own record of changes, too.
    private func note(_ business: Businesses.Business, _ request: Request) throws {
        guard business.id != request.caller.tenant.rawValue else { return }
        let actor = request.actor(request.caller.name)
        let own = TenantID(rawValue: business.id).acting(as: actor)
        try database.inTransaction(forTenant: own) { connection in
            try AuditLog.note(.businessExported, business.terms.name, on: &connection)
        }
    }
}
