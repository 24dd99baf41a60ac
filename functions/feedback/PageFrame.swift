import Store
import Web

/// What every state of the customer's page stands in: the business's name, logo and colours.
struct PageFrame {
    let language: String
    let isRightToLeft: Bool
    let title: String
    let business: String
    /// Nil where it is not known whose page it would have been.
    let branding: Branding?

    func html(_ content: [HTML]) -> HTML {
        .element(
            "html",
            [.set("lang", language), .set("dir", isRightToLeft ? "rtl" : "ltr")],
            .element(
                "head",
                [],
                .element("meta", [.set("charset", "utf-8")]),
                meta("viewport", "width=device-width, initial-scale=1"),
                meta("robots", "noindex, nofollow"),
                meta("color-scheme", "light dark"),
                meta("theme-color", branding?.colour ?? Self.plainColour),
                .element("title", [], .text(title)),
                sheet("/styles/feedback.css"),
                sheet("/brand/colours/\(colours)"),
                .element(
                    "link",
                    [
                        .set("rel", "icon"),
                        .href(branding?.logo.map(address) ?? "/favicon.svg"),
                    ]
                )
            ),
            .element(
                "body",
                [.classes("customer")],
                .element(
                    "header",
                    [],
                    branding?.logo.map { logo in
                        .element(
                            "img",
                            [.set("src", address(of: logo)), .set("alt", ""), .set("height", "56")]
                        )
                    } ?? .nothing,
                    .element("p", [.classes("business"), .set("dir", "auto")], .text(business))
                ),
                .element("main", [], .group(content))
            )
        )
    }

    private static let plainColour = "#2454d6"
    private static let plainBackground = "#f4f6fb"

    private var colours: String {
        let colour = Colour(branding?.colour ?? Self.plainColour)
        let background = Colour(branding?.background ?? Self.plainBackground)
        return "\((colour ?? .ink).digits)-\((background ?? .white).digits)"
    }

    private func address(of logo: Branding.Logo) -> String { "/brand/logos/\(logo.digest)" }

    private func meta(_ name: String, _ content: String) -> HTML {
        .element("meta", [.set("name", name), .set("content", content)])
    }

    private func sheet(_ address: String) -> HTML {
        .element("link", [.set("rel", "stylesheet"), .href(address)])
    }
}

extension Response {
    /// A page of a token that nobody was given; it does not say whether it ever was one.
    static var noSuchPage: Response {
        let frame = PageFrame(
            language: "en",
            isRightToLeft: false,
            title: "This link is not valid",
            business: "",
            branding: nil
        )
        return .html(
            frame.html([
                .element(
                    "section",
                    [.classes("sheet")],
                    .element("h1", [], "This link is not valid"),
                    .element(
                        "p",
                        [],
                        "It may have been cut off on its way. Please open it again from the message."
                    )
                )
            ]),
            .notFound
        )
    }
}
