import Store
import Web

/// The customer's page as HTML, in each of its states; it needs no script.
///
/// The links for a review stand on every one of them, the same whatever was answered: asking only the
/// content for a public review is forbidden (by the FTC's rule on reviews and by the platforms).
struct PageView {
    private let page: CustomerPage
    private let token: String
    private let words: Words

    init(_ page: CustomerPage, token: String) {
        self.page = page
        self.token = token
        words = Words.of(page.language)
    }

    /// The name by which the customer knows whom they visited.
    private var business: String {
        page.branding.displayName.isEmpty ? page.dealership : page.branding.displayName
    }

    // MARK: - The states

    /// The question, with the answer that was given before; `refused` is the comment of one that had
    /// no stars.
    func question(refused: String? = nil) -> HTML {
        frame(
            title: questionText,
            .element(
                "form",
                [.set("method", "post"), .set("action", "/f/\(token)"), .classes("sheet")],
                refused == nil
                    ? .nothing
                    : .element(
                        "p",
                        [.classes("refusal"), .set("role", "alert")],
                        .text(words.chooseStars)
                    ),
                StarField(legend: questionText, chosen: page.rating?.stars, words: words).html,
                .element(
                    "p",
                    [.classes("comment-label")],
                    .element("label", [.set("for", "comment")], .text(words.more)),
                    .text(" "),
                    .element("span", [.classes("quiet")], .text("(\(words.optional))"))
                ),
                .element(
                    "textarea",
                    [
                        .set("id", "comment"), .set("name", "comment"), .set("rows", "4"),
                        .set("maxlength", "\(TakeRating.commentMax)"), .set("dir", "auto"),
                    ],
                    // A browser drops the first line end of a text area.
                    .text("\n\(refused ?? page.rating?.comment ?? "")")
                ),
                .element("button", [.set("type", "submit")], .text(words.send)),
                .element("p", [.classes("quiet")], .text(words.privacy(business)))
            ),
            reviews,
            footer
        )
    }

    var thanks: HTML {
        frame(
            title: words.thanks,
            .element(
                "section",
                [.classes("sheet")],
                .element("h1", [], .text(words.thanks)),
                .element("p", [], .text(words.received(business))),
                page.rating.map(answer) ?? .nothing,
                page.isOpen
                    ? .element(
                        "p",
                        [],
                        .element("a", [.href("/f/\(token)?change=1")], .text(words.change))
                    ) : .nothing
            ),
            reviews,
            footer
        )
    }

    /// The link is too old to take an answer.
    var closed: HTML {
        frame(
            title: words.closed,
            .element(
                "section",
                [.classes("sheet")],
                .element("h1", [], .text(words.closed)),
                .element("p", [], .text(words.closedText))
            ),
            reviews,
            footer
        )
    }

    var stop: HTML {
        frame(
            title: words.stopQuestion,
            .element(
                "form",
                [.set("method", "post"), .set("action", "/f/\(token)/stop"), .classes("sheet")],
                .element("h1", [], .text(words.stopQuestion)),
                .element("p", [], .text(words.stopText(business))),
                .element("button", [.set("type", "submit")], .text(words.stopConfirm)),
                .element("p", [], .element("a", [.href("/f/\(token)")], .text(words.back)))
            )
        )
    }

    var stopped: HTML {
        frame(
            title: words.stopped,
            .element(
                "section",
                [.classes("sheet")],
                .element("h1", [], .text(words.stopped)),
                .element("p", [], .text(words.stoppedText(business)))
            )
        )
    }

    // MARK: - Their parts

    private var questionText: String {
        let own = page.branding.question
        return own.isEmpty
            ? words.question(page.dealership)
            : own.replacing("{dealership_name}", with: page.dealership)
    }

    private func answer(_ rating: Engagement.Rating) -> HTML {
        .element(
            "figure",
            [.classes("answer")],
            .element("figcaption", [.classes("quiet")], .text(words.youSaid)),
            .element(
                "p",
                [
                    .classes("given"), .set("role", "img"),
                    .set("aria-label", words.stars(rating.stars)),
                ],
                .group((1...5).map { StarField.star(isFull: $0 <= rating.stars) })
            ),
            rating.comment.isEmpty
                ? .nothing
                : .element("blockquote", [.set("dir", "auto")], .text(rating.comment))
        )
    }

    private var reviews: HTML {
        guard !page.platforms.isEmpty else { return .nothing }
        return .element(
            "section",
            [.classes("sheet reviews"), .set("aria-labelledby", "reviews")],
            .element("h2", [.set("id", "reviews")], .text(words.reviews)),
            .element("p", [], .text(words.reviewsIntroduction(business))),
            .element(
                "ul",
                [],
                .group(
                    page.platforms.map { platform in
                        .element(
                            "li",
                            [],
                            .element(
                                "a",
                                [.href(platform.url), .set("rel", "noopener noreferrer")],
                                .text(words.reviewOn(platform.name))
                            )
                        )
                    }
                )
            )
        )
    }

    private var footer: HTML {
        .element(
            "footer",
            [],
            .element("a", [.href("/f/\(token)/stop")], .text(words.stop))
        )
    }

    private func frame(title: String, _ content: HTML...) -> HTML {
        PageFrame(
            language: words.language,
            isRightToLeft: words.isRightToLeft,
            title: "\(title) · \(business)",
            business: business,
            branding: page.branding
        ).html(content)
    }
}
