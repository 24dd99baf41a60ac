import FastCGI
import Postgres
import Web

/// Answers one exchange after the other: finds the route, lets the caller in, reads the body within
/// its limit, and turns whatever the endpoint returns or throws into an answer.
struct Service: Sendable {
    let router: Router<any Endpoint>
    let gatekeeper: Gatekeeper
    let limiter: RateLimiter
    let log: Log
    let metrics: Metrics
    let observer: (any ExchangeObserver)?

    func answer(_ exchange: borrowing Exchange) {
        let start = ContinuousClock.now
        let envelope = Envelope(exchange)
        var label = "none"
        var response: Response
        var heard: (request: Request, route: Route)?
        var quotas = Headers()
        do {
            let match = try router.match(envelope.method, envelope.rawPath)
            label = "\(match.route.method.rawValue) \(match.route.template.text)"
            response = try respond(to: envelope, match, on: exchange, &heard, &quotas)
        } catch {
            response = problem(for: error, envelope).response(requestID: envelope.requestID)
        }
        for field in quotas.fields { response.headers.add(field.name, field.value) }
        if envelope.method == "HEAD" { response.body = .bytes([]) }
        send(response, envelope, on: exchange)
        let elapsed = ContinuousClock.now - start
        metrics.countRequest(
            route: label,
            status: response.status.rawValue,
            seconds: elapsed / .seconds(1)
        )
        guard let observer, let heard else { return }
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        observer.note(
            AnsweredExchange(
                request: heard.request,
                route: heard.route,
                status: response.status,
                body: body,
                milliseconds: elapsed / .milliseconds(1)
            )
        )
    }

    private func respond(
        to envelope: Envelope,
        _ match: Router<any Endpoint>.Match,
        on exchange: borrowing Exchange,
        _ heard: inout (request: Request, route: Route)?,
        _ quotas: inout Headers
    ) throws -> Response {
        var request = try envelope.request(
            body: exchange.readBody(limit: match.route.bodyByteCountMax)
        )
        request.parameters = match.parameters
        defer { heard = (request, match.route) }
        request.caller = try gatekeeper.admit(request, to: match.route)
        let verdict = limiter.count(request.caller)
        quotas = verdict.headers
        if let refusal = verdict.refusal { throw refusal }
        if !match.route.method.isSafe {
            request.caller.tenant = request.actingTenant
        }
        guard match.route.takesIdempotencyKey, let key = request.headers["idempotency-key"] else {
            return try match.target.respond(to: request)
        }
        return try Replay(database: gatekeeper.database, key: key, request: request)
            .answer { try match.target.respond(to: request) }
    }

    /// What the client is told of an error; what it is not told is logged.
    private func problem(for error: any Error, _ envelope: Envelope) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case FastCGIError.bodyTooLarge(let limit):
            return Problem(
                .contentTooLarge,
                "body-too-large",
                "The body is larger than \(limit) bytes."
            )
        case is FastCGIError:
            return Problem(.badRequest, "body-incomplete", "The body did not arrive whole.")
        case let error as PostgresError where error.isUnavailability:
            log.write(
                .error,
                "databaseAway",
                requestID: envelope.requestID,
                ["reason": .string("\(error)")]
            )
            return Problem(
                .serviceUnavailable,
                "database-away",
                "The database cannot be reached at the moment; nothing was changed by a request that did not get an answer of success.",
                headers: ["Retry-After": "2"]
            )
        default:
            log.write(
                .error,
                "requestFailed",
                requestID: envelope.requestID,
                ["reason": .string("\(error)"), "path": .string(envelope.rawPath)]
            )
            return Problem(
                .internalServerError,
                "internal-error",
                "Something went wrong on our side; the request id finds it in the log."
            )
        }
    }

    private func send(_ response: Response, _ envelope: Envelope, on exchange: borrowing Exchange) {
        do {
            try exchange.write(head(of: response))
            switch response.body {
            case .bytes(let bytes): try exchange.write(bytes)
            case .stream(let produce): try produce { piece in try exchange.write(piece) }
            }
        } catch FastCGIError.peerGone {
            // The client left; there is nobody to tell.
        } catch {
            // The head is out: the client sees an answer that breaks off.
            log.write(
                .error,
                "answerBroken",
                requestID: envelope.requestID,
                ["reason": .string("\(error)")]
            )
        }
    }

    private func head(of response: Response) -> [UInt8] {
        var text = "Status: \(response.status.rawValue) \(response.status.reason)\r\n"
        for field in response.headers.fields { text += "\(field.name): \(field.value)\r\n" }
        if response.headers["cache-control"] == nil { text += "Cache-Control: no-store\r\n" }
        return Array((text + "\r\n").utf8)
    }
}

extension Exchange {
    fileprivate borrowing func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }
}
