import Store
import Web

/// What the mail says that brings a report.
struct ReportLetter: Sendable {
    private let report: PeriodReport
    private let baseURL: String

    init(_ report: PeriodReport, baseURL: String) {
        self.report = report
        self.baseURL = baseURL
    }

    var subject: String {
        let whose = report.business.isEmpty ? "" : "\(report.business), "
        return "\(report.kind): \(whose)\(Words.days(report.range))"
    }

    private var link: String { "\(baseURL)/reports" }

    var text: String {
        let figures = report.keyFigures.map { figure in
            "\(figure.name): \(figure.value)\(figure.change.map { " (\($0.text))" } ?? "")"
        }
        return """
            \(report.heading)
            \(Words.days(report.range)), compared with \(Words.days(report.rangeBefore))

            \(Summary.text(of: report))

            \(figures.joined(separator: "\n"))

            The whole report is attached as a PDF.

            See it on the page, or change who gets it and when:
            \(link)

            """
    }

    var html: String {
        let rows = report.keyFigures.map { figure in
            """
            <tr><td style="padding:6px 0;color:#55627a">\(figure.name)</td>\
            <td style="padding:6px 12px;text-align:right;font-weight:700">\
            \(figure.value.escapedForHTML)</td>\
            <td style="padding:6px 0;text-align:right;color:#55627a;font-size:14px">\
            \((figure.change?.text ?? "").escapedForHTML)</td></tr>
            """
        }
        let kicker =
            report.business.isEmpty
            ? "" : "<p style=\"margin:0;color:#55627a;font-size:14px\">\(report.title)</p>"
        return """
            <!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;padding:24px;\
            background:#f4f6fa;color:#0f172a;font:16px/1.5 system-ui,sans-serif">\
            <div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;\
            border:1px solid #e3e8f0;border-top:6px solid \(report.colour.escapedForHTML);\
            border-radius:12px">\
            \(kicker)\
            <h1 style="margin:4px 0 0;font-size:22px" dir="auto">\
            \(report.heading.escapedForHTML)</h1>\
            <p style="margin:0 0 16px;color:#55627a;font-size:14px">\(Words.days(report.range)), \
            compared with \(Words.days(report.rangeBefore))</p>\
            <p>\(Summary.text(of: report).escapedForHTML)</p>\
            <table style="width:100%;border-collapse:collapse">\(rows.joined())</table>\
            <p style="color:#55627a">The whole report is attached as a PDF.</p>\
            <p><a href="\(link.escapedForHTML)" style="display:inline-block;padding:10px 18px;\
            border-radius:8px;background:#2563eb;color:#fff;text-decoration:none">\
            See it on the page</a></p></div>\
            <p style="max-width:560px;margin:12px auto;color:#55627a;font-size:13px">\
            <a href="\(link.escapedForHTML)" style="color:#1d4ed8">Change who gets it, and when</a>\
            </p></body></html>
            """
    }
}

extension String {
    /// Text that may stand between tags and in quotation marks.
    ///
    /// By scalars: a sign with an accent over it is no sign to a reader of Swift, but one of HTML.
    fileprivate var escapedForHTML: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: String(scalar)
            }
        }.joined()
    }
}
