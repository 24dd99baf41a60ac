package import FunctionRuntime
package import Web

/// An endpoint that providers call, each account at an address with its name.
package protocol AccountCallback: Endpoint {
    var intake: CallbackIntake { get }
    init(intake: CallbackIntake)
}

extension AccountCallback {
    package init(_ platform: Platform) throws {
        self.init(intake: try CallbackIntake(platform))
    }

    package func respond(to request: Request) throws -> Response {
        try intake.takeFromNamed(request)
    }
}

/// What a provider's call is answered.
package let callbackAnswers: [Route.Answer] = [
    .init(.ok, "Taken; the body is what this provider wants to read.", mediaType: "text/plain"),
    .init(.noContent, "Taken."),
    .init(.forbidden, "Nothing proves that the call comes from the provider."),
]
