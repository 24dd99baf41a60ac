import Web

/// Five stars to choose one of: radio buttons in the order of their numbers, so that a keyboard and a
/// screen reader find what they know.
struct StarField {
    let legend: String
    let chosen: Int?
    let words: Words

    var html: HTML {
        .element(
            "fieldset",
            [.classes("stars")],
            .element("legend", [], .element("h1", [], .text(legend))),
            .element("div", [.classes("star-row")], .group((1...5).map(choice))),
            .element(
                "p",
                [.classes("ends quiet"), .set("aria-hidden", "true")],
                .element("span", [], .text(words.worst)),
                .element("span", [], .text(words.best))
            )
        )
    }

    private func choice(_ number: Int) -> HTML {
        let checked: [HTML.Attribute] = number == chosen ? [.flag("checked")] : []
        return .group([
            .element(
                "input",
                [
                    .set("type", "radio"), .set("name", "stars"), .set("value", "\(number)"),
                    .set("id", "stars-\(number)"), .flag("required"),
                ] + checked
            ),
            .element(
                "label",
                [.set("for", "stars-\(number)")],
                Self.star(),
                .element("span", [.classes("spoken")], .text(words.stars(number))),
                .element(
                    "span",
                    [.classes("digit"), .set("aria-hidden", "true")],
                    .text("\(number)")
                )
            ),
        ])
    }

    static func star(isFull: Bool = false) -> HTML {
        .element(
            "svg",
            [
                .classes(isFull ? "star full" : "star"), .set("viewBox", "0 0 24 24"),
                .set("aria-hidden", "true"),
                .set("focusable", "false"),
            ],
            .element(
                "path",
                [
                    .set(
                        "d",
                        "M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.4l6.5-.9z"
                    )
                ]
            )
        )
    }
}
