import JSONParser
package import Store
package import Web

/// What a delivery says, in the form of each kind of target.
package struct Announcement: Sendable {
    private let event: AlertDeliveries.Event
    private let content: JSON
    private let baseURL: String

    /// `content` is the JSON that the database wrote down when it happened; `baseURL` is where
    /// people find this system.
    package init(_ event: AlertDeliveries.Event, content: String, baseURL: String) {
        self.event = event
        self.content = (try? JSON(parsing: Array(content.utf8))) ?? .object(.init())
        self.baseURL = baseURL
    }

    // MARK: - Words

    private var kind: Alerts.Kind? {
        content["kind"]?.text.flatMap { Alerts.Kind(rawValue: $0) }
    }

    package var title: String {
        let title = kind?.title ?? "Something needs your attention"
        switch event {
        case .raised: return title
        case .ended: return "Over: \(title)"
        case .test: return "Test: alerts reach you here"
        case .numberSuppressed: return "A number must not be texted"
        }
    }

    /// The business that it is about.
    package var business: String { text("business") }

    package var link: String { baseURL + (content["path"]?.text ?? "/settings/alerts") }

    /// What happened, since when, how many: a sentence each.
    package var sentences: [String] {
        switch event {
        case .raised:
            return [text("detail"), "Since \(text("raisedLocal"))."]
        case .ended:
            return [
                "It is well again.",
                "It began on \(text("raisedLocal")) and ended on \(text("endedLocal")).",
                "What it was: \(text("detail"))",
            ]
        case .test:
            return ["\(text("by")) asked for this message. Nothing is wrong."]
        case .numberSuppressed:
            return ["\(text("number")): \(text("reason"))."]
        }
    }

    private func text(_ name: String) -> String {
        switch content[name] {
        case .string(let text): text
        case .number(let digits): digits
        default: ""
        }
    }

    // MARK: - Forms

    package var plainText: String {
        sentences.joined(separator: "\n")
            + "\n\nLook at it: \(link)\n\n-- \nYou get this because \(business) wants to be told of it.\n"
            + "Change that: \(baseURL)/settings/alerts\n"
    }

    package var html: String {
        let paragraphs = sentences.map { "<p>\($0.escapedHTML)</p>" }.joined()
        return """
            <!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;padding:24px;\
            background:#f4f6fa;color:#0f172a;font:16px/1.5 system-ui,sans-serif">\
            <div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;\
            border:1px solid #e3e8f0;border-radius:12px">\
            <p style="margin:0;color:#55627a;font-size:14px">\(business.escapedHTML)</p>\
            <h1 style="margin:4px 0 12px;font-size:20px">\(title.escapedHTML)</h1>\(paragraphs)\
            <p><a href="\(link.escapedHTML)" style="display:inline-block;padding:10px 18px;\
            border-radius:8px;background:#2563eb;color:#fff;text-decoration:none">Look at it</a></p>\
            </div><p style="max-width:560px;margin:12px auto;color:#55627a;font-size:13px">\
            You get this because \(business.escapedHTML) wants to be told of it. \
            <a href="\(baseURL.escapedHTML)/settings/alerts" style="color:#1d4ed8">Change that</a></p>\
            </body></html>
            """
    }

    /// What Slack and its relatives take; the text is theirs to format.
    package var slack: JSON {
        let lines = sentences.map(\.escapedForSlack)
        let head = "*\(title.escapedForSlack)* (\(business.escapedForSlack))"
        return [
            "text": .string(([head] + lines + ["<\(link)|Look at it>"]).joined(separator: "\n"))
        ]
    }

    /// The payload of Standard Webhooks: what kind of event, when, and its data.
    package var webhook: JSON {
        [
            "type": .string(event.rawValue), "timestamp": content[momentName] ?? .null,
            "data": .object(event == .numberSuppressed ? number : alert),
        ]
    }

    private var momentName: String {
        switch event {
        case .raised, .test: "raisedAt"
        case .ended: "endedAt"
        case .numberSuppressed: "at"
        }
    }

    private var alert: JSON.Object {
        let names = ["kind", "subject", "detail", "count", "raisedAt", "endedAt", "business"]
        var members: [JSON.Object.Member] = [
            .init("id", content["alertId"] ?? .null), .init("title", .string(title)),
        ]
        members += names.map { .init($0, content[$0] ?? .null) }
        members.append(.init("link", .string(link)))
        return JSON.Object(members)
    }

    private var number: JSON.Object {
        let names = [
            "number", "reason", "source", "note", "at", "transactionId", "customerId", "business",
        ]
        return JSON.Object(names.map { .init($0, content[$0] ?? .null) })
    }
}

extension String {
    fileprivate var escapedHTML: String { HTML.text(self).written }

    /// The three characters that mean something to Slack, even with an accent above them.
    fileprivate var escapedForSlack: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }
}
