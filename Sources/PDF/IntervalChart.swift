/// Shares from 0 to 1 below each other, each with the interval that the true share is in.
///
/// A dot and not a bar: the axis begins where the differences are, and a bar would have to begin at zero.
package struct IntervalChart {
    package struct Line {
        let name: String
        let value: Double
        let interval: ClosedRange<Double>
        let note: String

        package init(
            _ name: String,
            _ value: Double,
            _ interval: ClosedRange<Double>,
            note: String
        ) {
            self.name = name
            self.value = value
            self.interval = interval
            self.note = note
        }
    }

    package var lines: [Line]
    package var color: Color
    package var nameStyle: TextStyle
    package var style: ChartStyle

    package init(_ lines: [Line], color: Color, nameStyle: TextStyle, style: ChartStyle) {
        self.lines = lines
        self.color = color
        self.nameStyle = nameStyle
        self.style = style
    }

    private static let rowHeight = 22.0
    private static let axisHeight = 16.0

    package var height: Double { Double(lines.count) * Self.rowHeight + Self.axisHeight }

    package func draw(
        on canvas: borrowing Canvas,
        in rect: Rect,
        label: (Double) -> String
    ) throws(PDFError) {
        let axis = Axis(sharesDownTo: lines.map(\.interval.lowerBound).min() ?? 0)
        let nameWidth = rect.width * 0.33
        let noteWidth = rect.width * 0.19
        let plot = Rect(
            x: rect.x + nameWidth + 16,
            y: rect.y,
            width: rect.width - nameWidth - noteWidth - 32,
            height: Double(lines.count) * Self.rowHeight
        )
        for tick in axis.ticks {
            let x = axis.x(of: tick, in: plot)
            canvas.stroke([Point(x, plot.y), Point(x, plot.bottom)], style.grid, width: 0.5)
            try canvas.write(
                label(tick),
                style.text.aligned(.center),
                at: Point(x - 20, plot.bottom + 3),
                width: 40
            )
        }
        for (index, line) in lines.enumerated() {
            let middle = rect.y + (Double(index) + 0.5) * Self.rowHeight
            try write(line.name, nameStyle, middle, at: rect.x, width: nameWidth, on: canvas)
            let note = style.text.aligned(.right)
            let noteX = rect.right - noteWidth
            try write(line.note, note, middle, at: noteX, width: noteWidth, on: canvas)
            draw(line, axis, middle, in: plot, on: canvas)
        }
    }

    private func draw(
        _ line: Line,
        _ axis: Axis,
        _ middle: Double,
        in plot: Rect,
        on canvas: borrowing Canvas
    ) {
        let (from, to) = (
            axis.x(of: line.interval.lowerBound, in: plot),
            axis.x(of: line.interval.upperBound, in: plot)
        )
        let reach = Rect(x: from, y: middle - 3, width: to - from, height: 6)
        canvas.fill(reach, color.mixed(with: .white, share: 0.6), radius: 3)
        canvas.dot(Point(axis.x(of: line.value, in: plot), middle), color, radius: 4)
    }

    /// Writes a single line around a height.
    private func write(
        _ text: String,
        _ style: TextStyle,
        _ middle: Double,
        at x: Double,
        width: Double,
        on canvas: borrowing Canvas
    ) throws(PDFError) {
        let place = Point(x, middle - style.lineHeight / 2)
        try canvas.write(text, style.limited(to: 1), at: place, width: width)
    }
}
