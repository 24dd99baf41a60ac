/// A rectangle of a page in points, 72 to the inch, from the upper left corner.
package struct Rect: Sendable, Hashable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    package var right: Double { x + width }
    package var bottom: Double { y + height }

    package func inset(by amount: Double) -> Rect {
        Rect(x: x + amount, y: y + amount, width: width - 2 * amount, height: height - 2 * amount)
    }

    /// As many equal parts beside each other, with a gap between them.
    package func columns(_ count: Int, gap: Double) -> [Rect] {
        let part = (width - gap * Double(count - 1)) / Double(count)
        return (0..<count).map { index in
            Rect(x: x + (part + gap) * Double(index), y: y, width: part, height: height)
        }
    }
}

package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A size of paper in points.
package enum Paper: String, Sendable, Hashable, CaseIterable {
    case a4
    case letter

    package var width: Double { self == .a4 ? 595.28 : 612 }
    package var height: Double { self == .a4 ? 841.89 : 792 }
}
