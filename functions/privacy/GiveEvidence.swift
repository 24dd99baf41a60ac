import FunctionRuntime
import Messaging
import Privacy
import Store
import Web

/// What was said to a number and by which right, for programs.
struct ShowEvidence: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/privacy/evidence",
        "Download what was said to one number, by which right, and what became of it.",
        access: .scope(.privacyWrite),
        request: .fields([PersonField.described]),
        answers: [.init(.ok, "The evidence.", EvidencePack.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        .json(try database.evidence(request).json, headers: PersonFile.headers("evidence.json"))
    }
}

/// The same as a document, for people.
struct EvidenceFile: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/privacy/evidence.pdf",
        "Download what was said to one number, by which right, and what became of it as a PDF.",
        access: .scope(.privacyWrite),
        request: .fields([PersonField.described]),
        answers: [.init(.ok, "The file.", mediaType: "application/pdf")]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let document = EvidenceDocument(try database.evidence(request))
        return try document.file.response("evidence.pdf")
    }
}

extension Database {
    fileprivate func evidence(_ request: Request) throws -> EvidencePack {
        let number = try person(request).number
        return try inTransaction(forTenant: request.actingTenant) { connection in
            let evidence = try Evidence.gather(
                number,
                of: request.caller.tenant,
                on: &connection
            )
            try AuditLog.note(.evidenceMade, "\(number)", on: &connection)
            return EvidencePack(evidence)
        }
    }
}
