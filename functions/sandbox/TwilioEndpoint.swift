import Web

extension Sandbox {
    /// Does what every request to the Messages API has in common: waits as long as the provider
    /// would take, checks the credentials, and answers errors in Twilio's shape.
    func answer(_ request: Request, _ body: (Behaviour) throws -> Response) throws -> Response {
        var generator = SystemRandomNumberGenerator()
        let behaviour = ledger.behaviour
        sleep(milliseconds: behaviour.latency(using: &generator))
        do {
            guard authenticates(request) else { throw TwilioError.unauthenticated }
            guard request.parameters["AccountSid"] == account.sid else {
                throw TwilioError.notFound(request.path)
            }
            return try body(behaviour)
        } catch let error as TwilioError {
            return error.response
        }
    }

    /// - Throws: a problem, in our own shape, for requests to the sandbox's own routes.
    func requireAccount(_ request: Request) throws(Problem) {
        guard authenticates(request) else {
            throw Problem(
                .unauthorized,
                "unauthorized",
                "The account's SID and token are needed.",
                headers: ["WWW-Authenticate": "Basic realm=\"Sandbox\""]
            )
        }
    }
}
