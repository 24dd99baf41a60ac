import Archiving
import FunctionRuntime
import Messaging
import Privacy
import Store
import Web

/// Everything that is known of a customer, for the customer (GDPR, articles 15 and 20).
struct CopyPerson: Endpoint {
    static let route = Route(
        .post,
        "/api/privacy/copy",
        "Download everything that is known of one customer.",
        access: .scope(.privacyWrite),
        request: .fields([PersonField.described]),
        answers: [.init(.ok, "The file.", PersonCopy.schema)]
    )

    private let database: Database
    private let archives: Archives?

    init(_ platform: Platform) throws {
        (database, archives) = (try platform.database, try Archives(platform))
    }

    func respond(to request: Request) throws -> Response {
        let person = try database.person(request)
        let copy = try database.inTransaction(forTenant: request.actingTenant) { connection in
            let copy = try PersonCopy(
                person,
                of: request.caller.tenant,
                archives: archives,
                on: &connection
            )
            try AuditLog.note(.personCopied, "\(person.number)", on: &connection)
            return copy
        }
        return .json(copy.json, headers: PersonFile.headers("customer.json"))
    }
}

/// A file about a customer; its name says nothing of whom.
enum PersonFile {
    static func headers(_ name: String) -> Headers {
        [
            "Content-Disposition": "attachment; filename=\"\(name)\"",
            "Cache-Control": "no-store",
        ]
    }
}
