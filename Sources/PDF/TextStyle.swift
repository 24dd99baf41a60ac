/// How a text looks.
package struct TextStyle: Sendable, Hashable {
    /// In points.
    package var size: Double
    package var isBold = false
    package var color: Color
    package var alignment = Alignment.left
    /// The distance of base lines, in sizes.
    package var leading = 1.4
    package var lineHeight: Double { size * leading }
    /// A longer text ends in an ellipsis; nil where every line is wanted.
    package var linesMax: Int?

    /// Sides of the page and not of the text, so that a column of names of many scripts has one edge.
    package enum Alignment: Sendable, Hashable { case left, center, right }

    package init(size: Double, bold: Bool = false, color: Color, linesMax: Int? = nil) {
        self.size = size
        isBold = bold
        self.color = color
        self.linesMax = linesMax
    }

    package func aligned(_ alignment: Alignment) -> TextStyle {
        var copy = self
        copy.alignment = alignment
        return copy
    }

    package func colored(_ color: Color) -> TextStyle {
        var copy = self
        copy.color = color
        return copy
    }

    package var bold: TextStyle {
        var copy = self
        copy.isBold = true
        return copy
    }

    package func limited(to lines: Int?) -> TextStyle {
        var copy = self
        copy.linesMax = lines
        return copy
    }
}
