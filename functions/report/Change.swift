import PDF
import Statistics
import Store

/// How a figure moved against the time before, and whether that is good.
///
/// What chance alone may have done is neither good nor bad.
struct Change: Sendable, Hashable {
    let text: String
    let tone: Tone

    enum Tone: String, Sendable, CaseIterable { case good, bad, even }

    /// Which way is the good one, if any is.
    enum Wish { case more, less, neither }

    /// A count by how much of itself it changed.
    static func count(_ now: Int, before: Int, wish: Wish) -> Change {
        guard now != before else { return Change(text: "as before", tone: .even) }
        let difference = now - before
        // Counts of things that happen by themselves spread by their root (Poisson).
        let isReal = Double(abs(difference)) > 1.96 * Double(now + before).squareRoot()
        let tone = isReal ? wish.tone(of: difference) : .even
        guard before > 0 else { return Change(text: "none before", tone: tone) }
        let percent = (abs(difference) * 100 + before / 2) / before
        let sign = difference > 0 ? "+" : "\u{2212}"
        switch percent {
        case 0: return Change(text: "nearly as before", tone: .even)
        case 1..<1000: return Change(text: "\(sign)\(percent)\u{202F}%", tone: tone)
        default: return Change(text: "\(Words.count(now / before)) times as many", tone: tone)
        }
    }

    /// A sum of money, which nobody wishes to be one way or the other.
    static func sum(_ now: Int64, before: Int64) -> Change {
        guard before > 0 else { return Change(text: "none before", tone: .even) }
        let change = count(Int(now), before: Int(before), wish: .neither)
        return Change(
            text: change.text.hasSuffix("many") ? "far more than before" : change.text,
            tone: .even
        )
    }

    /// A rate of delivery by how many points it moved.
    static func rate(_ now: StatusCounts, before: StatusCounts) -> Change? {
        guard let rate = now.deliveryPerMille, let rateBefore = before.deliveryPerMille,
            let interval = now.deliveredProportion?.interval,
            let intervalBefore = before.deliveredProportion?.interval
        else { return nil }
        guard rate != rateBefore else { return Change(text: "as before", tone: .even) }
        let size = abs(rate - rateBefore)
        let points = size % 10 == 0 ? "\(size / 10)" : "\(size / 10).\(size % 10)"
        let sign = rate > rateBefore ? "+" : "\u{2212}"
        return Change(
            text: "\(sign)\(points) \(points == "1" ? "point" : "points")",
            tone: interval.overlaps(intervalBefore) ? .even : Wish.more.tone(of: rate - rateBefore)
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

extension StatusCounts {
    /// Delivered of those whose outcome is known; nil while none is.
    var deliveredProportion: Proportion? { Proportion(delivered, of: delivered + failed) }
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
