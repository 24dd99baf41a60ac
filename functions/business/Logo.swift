import Crypto
import FunctionRuntime
import Store
import Web

/// Takes a picture as the business's logo.
struct SetLogo: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/business/logo",
        "Set the logo: a PNG, JPEG or WebP of at most 200 KB, as the body.",
        access: .scope(.settingsWrite),
        bodyByteCountMax: Logos.byteCountMax,
        answers: [
            .init(.ok, "Taken.", Branding.schema),
            .init(.unsupportedMediaType, "It is no picture of these kinds."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let mediaType = Picture.mediaType(of: request.body) else {
            throw Problem(
                .unsupportedMediaType,
                "not-a-picture",
                "This is no PNG, JPEG or WebP picture."
            )
        }
        let tenant = request.caller.tenant
        // Enough of the hash to be the picture's own, and no more than an address needs.
        let digest = Hex.encode(Array(SHA256.digest(request.body).prefix(16)))
        return try database.inTransaction(forTenant: tenant) { connection in
            try Logos.save(
                request.body,
                mediaType: mediaType,
                digest: digest,
                for: tenant,
                on: &connection
            )
            return .json(try Branding.fetch(of: tenant, on: &connection).json)
        }
    }
}

struct RemoveLogo: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/business/logo",
        "Remove the logo.",
        access: .scope(.settingsWrite),
        answers: [.init(.ok, "Removed.", Branding.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.inTransaction(forTenant: tenant) { connection in
            _ = try Logos.remove(of: tenant, on: &connection)
            return .json(try Branding.fetch(of: tenant, on: &connection).json)
        }
    }
}

/// Pictures as their first bytes tell them; what the client calls them says nothing.
enum Picture {
    static func mediaType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            return "image/png"
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.count > 12, bytes.starts(with: Array("RIFF".utf8)),
            bytes[8..<12].elementsEqual(Array("WEBP".utf8))
        {
            return "image/webp"
        }
        return nil
    }
}
