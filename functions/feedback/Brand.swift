import FunctionRuntime
import Store
import Web

/// The style sheet of a pair of colours, which is all that differs between businesses: the content
/// policy allows no style in the page itself.
struct ShowColours: Endpoint {
    static let route = Route(
        .get,
        "/brand/colours/{colours}",
        "The style sheet of two colours, as 2454d6-f4f6fb.",
        access: .anyone,
        answers: [
            .init(.ok, "The style sheet.", mediaType: "text/css"),
            .init(.notFound, "These are no colours."),
        ]
    )

    init(_ platform: Platform) throws {}

    func respond(to request: Request) throws -> Response {
        let parts = (request.parameters["colours"] ?? "").split(separator: "-").map { Colour($0) }
        guard parts.count == 2, let colour = parts[0], let background = parts[1] else {
            throw Problem.notFound("These are no colours.")
        }
        return .kept(Array(Self.sheet(colour, background).utf8), mediaType: "text/css")
    }

    private static func sheet(_ colour: Colour, _ background: Colour) -> String {
        """
        :root{--brand:#\(colour.digits);--on-brand:#\(colour.textColour.digits);\
        --brand-page:#\(background.digits);--on-page:#\(background.textColour.digits);\
        --brand-ink:#\(colour.readable(on: .white).digits)}
        @media (prefers-color-scheme:dark){:root{--brand-page:#0f1218;--on-page:#e8eaf0;\
        --brand-ink:#\(colour.readable(on: .night).digits)}}

        """
    }
}

/// A business's logo; its address changes with it, so that a copy is good for ever.
struct ShowLogo: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/brand/logos/{digest}",
        "A business's logo.",
        access: .anyone,
        answers: [
            .init(.ok, "The picture.", mediaType: "image/png"),
            .init(.notFound, "There is no such logo."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let digest = request.parameters["digest"] ?? ""
        let logo = try database.forAll { connection in
            try Logos.find(digest: digest, on: &connection)
        }
        guard let logo else { throw Problem.notFound("There is no such logo.") }
        return .kept(logo.bytes, mediaType: logo.mediaType)
    }
}

extension Response {
    /// What never changes at its address.
    fileprivate static func kept(_ bytes: [UInt8], mediaType: String) -> Response {
        Response(
            .ok,
            headers: [
                "Content-Type": mediaType,
                "Cache-Control": "public, max-age=31536000, immutable",
            ],
            body: .bytes(bytes)
        )
    }
}
