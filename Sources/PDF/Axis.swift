/// Round numbers along the side of a chart.
package struct Axis: Sendable, Hashable {
    package let ticks: [Double]

    package var top: Double { ticks.last ?? 1 }
    package var base: Double { ticks.first ?? 0 }

    /// From zero to the first round number that is not below the greatest value; whole numbers only.
    package init(upTo greatest: Int) {
        var step = 1
        // 1, 2, 5, 10, 20, 50 and so on, until five of them are enough.
        var factors = [2, 5, 10]
        var base = 1
        while step * 5 < greatest {
            if factors.isEmpty {
                base *= 10
                factors = [2, 5, 10]
            }
            step = base * factors.removeFirst()
        }
        let count = max(1, (greatest + step - 1) / step)
        ticks = (0...count).map { Double($0 * step) }
    }

    /// Shares from 0 to 1 that have room for the least value, with 1 at the top.
    package init(sharesDownTo least: Double) {
        let steps = [(0.9, 0.02), (0.8, 0.05), (0.5, 0.1)]
        let (base, step) = steps.first { least >= $0.0 } ?? (0, 0.2)
        let count = Int(((1 - base) / step).rounded())
        ticks = (0...count).map { base + Double($0) * step }
    }

    /// Where a value stands in a rectangle, from its foot up.
    package func y(of value: Double, in rect: Rect) -> Double {
        rect.bottom - share(of: value) * rect.height
    }

    /// Where a value stands in a rectangle, from its left on.
    package func x(of value: Double, in rect: Rect) -> Double {
        rect.x + share(of: value) * rect.width
    }

    private func share(of value: Double) -> Double {
        min(1, max(0, (value - base) / max(top - base, .leastNormalMagnitude)))
    }
}
