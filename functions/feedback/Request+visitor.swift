import Messaging
import Store
import Web

extension Request {
    /// Whether a person asks, or a program that wants to show what is behind a link.
    ///
    /// Programs that hide as a browser count as persons; most say who they are.
    var visitor: Engaging.Visitor {
        for name in ["sec-purpose", "purpose", "x-purpose", "x-moz"] {
            if let purpose = headers[name]?.lowercased(),
                purpose.contains("prefetch") || purpose.contains("preview")
            {
                return .preview
            }
        }
        // Every browser says who it is.
        guard let agent = headers["user-agent"]?.lowercased() else { return .preview }
        return Self.programs.contains { agent.contains($0) } ? .preview : .person
    }

    /// What messengers, search engines, filters of mail and text, and tools call themselves.
    private static let programs = [
        "bot", "crawl", "spider", "preview", "facebookexternalhit", "facebot", "whatsapp",
        "telegram", "slack", "discord", "skype", "viber", "embedly", "google-safety",
        "googleother", "google-read-aloud", "mediapartners", "bingpreview", "yandex", "baidu",
        "pinterest", "tumblr", "vkshare", "urlscan", "virustotal", "proofpoint", "barracuda",
        "mimecast", "safelinks", "curl/", "wget/", "python-requests", "python-urllib", "httpx",
        "go-http-client", "okhttp", "java/", "libwww", "axios", "node-fetch", "headless-preview",
    ]
}

extension Database {
    /// The link that a request's path names; nil for anything that is none.
    func link(_ purpose: MessageLink.Purpose, of request: Request) throws -> Links.Found? {
        let token = request.parameters["token"] ?? ""
        return try forAll { connection in
            try Links.find(purpose, token: token, on: &connection)
        }
    }
}
