import Messaging
import Store

/// The report in two or three sentences, for whoever reads no further.
enum Summary {
    static func text(of report: PeriodReport) -> String {
        let total = report.total
        guard total.total > 0 else {
            return "No message was due in this time."
        }
        return [sent(total, report), rate(report), failures(report)].compactMap(\.self)
            .joined(separator: " ")
    }

    private static func sent(_ total: StatusCounts, _ report: PeriodReport) -> String {
        let before = report.totalBefore.sent
        let sentence = "\(Words.plural(total.sent, "message")) went out"
        guard before > 0 else { return "\(sentence)." }
        if total.sent == before { return "\(sentence), as many as in the time before." }
        let word = total.sent > before ? "more" : "fewer"
        let difference = Words.count(abs(total.sent - before))
        return "\(sentence), \(difference) \(word) than in the time before."
    }

    private static func rate(_ report: PeriodReport) -> String? {
        guard let now = report.total.deliveryPerMille else { return nil }
        let sentence = "Of those whose outcome is known \(Words.percent(perMille: now)) arrived"
        guard let change = Change.rate(report.total, before: report.totalBefore) else {
            return "\(sentence)."
        }
        guard change.tone != .even else {
            return "\(sentence); the small difference to the time before may be chance."
        }
        let points = change.text.dropFirst()
        return "\(sentence), \(points) \(change.tone == .good ? "better" : "worse") than before."
    }

    private static func failures(_ report: PeriodReport) -> String? {
        let failed = report.total.failed
        guard failed > 0 else { return "None failed." }
        guard let first = report.errors.first, !first.code.isEmpty else {
            return "\(Words.count(failed)) failed."
        }
        let meaning = ErrorCatalogue.explain(first.code).meaning
        let sentence = failed == 1 ? "One failed" : "\(Words.count(failed)) failed, most often"
        return "\(sentence) with code \(first.code): \(meaning.lowercasedFirst)."
    }
}

extension String {
    /// As it stands within a sentence; what is written in capitals stays so.
    fileprivate var lowercasedFirst: String {
        guard let first, let second = dropFirst().first, second.isLowercase || second == " " else {
            return self
        }
        return first.lowercased() + dropFirst()
    }
}
