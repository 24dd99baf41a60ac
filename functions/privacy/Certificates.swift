import FunctionRuntime
import Privacy
import Store
import Web

/// What was erased, newest first.
struct ListCertificates: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Certificates on a page.")
        .defaulting(to: 50)
    private static let cursor = Field<String>.text(
        "cursor",
        36...36,
        "nextCursor of another page."
    ).optional

    static let route = Route(
        .get,
        "/api/privacy/certificates",
        "List what was erased, newest first.",
        access: .scope(.privacyWrite),
        query: [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "certificates": .array(of: Erasure.Certificate.schema),
                    "nextCursor": .string.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (limit, cursor) = try Input(query: request.query).read(Self.limit, Self.cursor)
        if let cursor, !UUIDText.isWellFormed(cursor) {
            throw Problem.invalid([
                .init(
                    "cursor",
                    expected: Self.cursor.expected,
                    "This is no cursor of ours."
                )
            ])
        }
        let tenant = request.caller.tenant
        let found = try database.forTenant(tenant) { connection in
            try Erasure.certificates(
                of: tenant,
                before: cursor,
                limit: limit + 1,
                on: &connection
            )
        }
        let page = found.prefix(limit)
        return .json([
            "certificates": .array(page.map(\.json)),
            "nextCursor": .optional(found.count > limit ? page.last?.id : nil),
        ])
    }
}

/// One certificate.
struct ShowCertificate: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/privacy/certificates/{id}",
        "Show what was erased.",
        access: .scope(.privacyWrite),
        answers: [
            .init(.ok, "The certificate.", Erasure.Certificate.schema),
            .init(.notFound, "There is no such certificate."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        .json(try database.certificate(request).json)
    }
}

/// One certificate as a document.
struct CertificateFile: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/privacy/certificates/{id}/pdf",
        "Download what was erased as a PDF.",
        access: .scope(.privacyWrite),
        answers: [
            .init(.ok, "The file.", mediaType: "application/pdf"),
            .init(.notFound, "There is no such certificate."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let certificate = try database.certificate(request)
        let tenant = request.caller.tenant
        let business = try database.forTenant(tenant) { try Tenants.name(of: tenant, on: &$0) }
        let document = CertificateDocument(certificate, of: business)
        return try document.file.response("erasure-certificate.pdf")
    }
}

extension Database {
    fileprivate func certificate(_ request: Request) throws -> Erasure.Certificate {
        let found = try forTenant(request.caller.tenant) { connection in
            try Erasure.Certificate.find(request.parameters["id"] ?? "", on: &connection)
        }
        guard let found else { throw Problem.notFound("There is no certificate with this id.") }
        return found
    }
}
