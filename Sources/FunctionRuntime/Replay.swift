import Crypto
import Store
import Web

/// Gives the stored answer to a request that repeats an `Idempotency-Key`
/// (draft-ietf-httpapi-idempotency-key-header).
struct Replay {
    let database: Database
    let key: String
    let request: Request

    func answer(orDo work: () throws -> Response) throws -> Response {
        guard (1...255).contains(key.utf8.count), !key.hasControlCharacters else {
            throw Problem.invalid([
                FieldProblem(
                    "Idempotency-Key",
                    expected: "1 to 255 characters",
                    "Idempotency-Key must be 1 to 255 characters."
                )
            ])
        }
        switch try claim() {
        case .new: return try remember(work)
        case .answered(let answer): return replayed(answer)
        case .running:
            throw Problem(
                .conflict,
                "idempotency-key-in-use",
                "A request with this Idempotency-Key is being worked on.",
                headers: ["Retry-After": "1"]
            )
        case .differs:
            throw Problem(
                .unprocessableContent,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request."
            )
        }
    }

    private var tenant: TenantID { request.caller.tenant }

    private var requestHash: String {
        let head = "\(request.method.rawValue) \(request.path)?\(request.rawQuery)\n"
        return Hex.encode(SHA256.digest(Array(head.utf8) + request.body))
    }

    private func claim() throws -> IdempotentAnswers.Claim {
        try database.forTenant(tenant) { connection in
            try IdempotentAnswers.claim(
                key: key,
                requestHash: requestHash,
                tenant: tenant,
                on: &connection
            )
        }
    }

    /// Keeps every answer but those that a repetition may turn out better.
    private func remember(_ work: () throws -> Response) throws -> Response {
        let response: Response
        do {
            response = try work()
        } catch let problem as Problem where problem.status.rawValue < 500 {
            response = problem.response(requestID: request.id)
        } catch {
            try? database.forTenant(tenant) { connection in
                try IdempotentAnswers.release(key: key, tenant: tenant, on: &connection)
            }
            throw error
        }
        guard case .bytes(let body) = response.body else { return response }
        let answer = IdempotentAnswers.Answer(
            status: response.status.rawValue,
            mediaType: response.headers["content-type"] ?? "",
            body: body
        )
        try database.forTenant(tenant) { connection in
            try IdempotentAnswers.store(answer, key: key, tenant: tenant, on: &connection)
        }
        return response
    }

    private func replayed(_ answer: IdempotentAnswers.Answer) -> Response {
        Response(
            Status(rawValue: answer.status),
            headers: ["Content-Type": answer.mediaType, "Idempotent-Replayed": "true"],
            body: .bytes(answer.body)
        )
    }
}
