import PDF
import Store

/// How a figure moved against the time before, and whether that is good.
struct Change: Sendable, Hashable {
    let text: String
    let tone: Tone

    enum Tone: String, Sendable { case good, bad, even }

    /// Which way is the good one, if any is.
    enum Wish { case more, less, neither }

    /// A count by how much of itself it changed.
    static func count(_ now: Int, before: Int, wish: Wish) -> Change {
        guard before > 0 else {
            return Change(
                text: now == 0 ? "none before either" : "none before",
                tone: now == 0 ? .even : wish.tone(of: 1)
            )
        }
        guard now != before else { return Change(text: "as before", tone: .even) }
        let perMille = (abs(now - before) * 1000 + before / 2) / before
        // Small shares in whole percent: a tenth of one says nothing about so few messages.
        let percent = max(1, (perMille + 5) / 10)
        let word = now > before ? "▲" : "▼"
        let size = percent >= 1000 ? "\(percent / 100) times" : "\(percent)\u{202F}%"
        return Change(text: "\(word) \(size)", tone: wish.tone(of: now - before))
    }

    /// A rate by how many points it moved.
    static func rate(_ now: Int?, before: Int?) -> Change? {
        guard let now, let before else { return nil }
        guard now != before else { return Change(text: "as before", tone: .even) }
        let size = abs(now - before)
        let points = size % 10 == 0 ? "\(size / 10)" : "\(size / 10).\(size % 10)"
        return Change(
            text: "\(now > before ? "▲" : "▼") \(points) \(points == "1" ? "point" : "points")",
            tone: Wish.more.tone(of: now - before)
        )
    }
}

extension Change.Wish {
    fileprivate func tone(of difference: Int) -> Change.Tone {
        switch self {
        case .neither: .even
        case .more: difference > 0 ? .good : .bad
        case .less: difference < 0 ? .good : .bad
        }
    }
}

extension Theme {
    func color(of tone: Change.Tone) -> Color {
        switch tone {
        case .good: good
        case .bad: bad
        case .even: muted
        }
    }
}
