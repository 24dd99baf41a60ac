/// What all charts of a document share: how their texts and lines look, and the frame with its grid.
package struct ChartStyle: Sendable {
    package var text: TextStyle
    package var grid: Color
    package var base: Color

    package init(text: TextStyle, grid: Color, base: Color) {
        self.text = text
        self.grid = grid
        self.base = base
    }
}

/// One colour of a chart and what it stands for.
package struct LegendEntry: Sendable, Hashable {
    package let name: String
    package let color: Color
    /// Drawn as a line and not as a box.
    package var isLine = false
    package var isDashed = false

    package init(_ name: String, _ color: Color, line: Bool = false, dashed: Bool = false) {
        self.name = name
        self.color = color
        isLine = line
        isDashed = dashed
    }
}

extension Canvas {
    /// Draws what the colours stand for, in one line that ends at the right side.
    package func legend(
        _ entries: [LegendEntry],
        _ style: ChartStyle,
        rightAt right: Double,
        y: Double
    ) throws(PDFError) {
        var x = right
        for entry in entries.reversed() {
            let width = try width(of: entry.name, style.text)
            x -= width
            try write(entry.name, style.text, at: Point(x, y), width: width + 1)
            let middle = y + style.text.lineHeight / 2
            x -= 12
            if entry.isLine {
                let ends = [Point(x - 2, middle), Point(x + 8, middle)]
                stroke(ends, entry.color, width: 1.5, dash: entry.isDashed ? 2 : 0)
            } else {
                fill(Rect(x: x, y: middle - 4, width: 8, height: 8), entry.color, radius: 1.5)
            }
            x -= 14
        }
    }

    /// Draws the grid with its numbers, and answers the room between them.
    func frame(
        _ axis: Axis,
        _ style: ChartStyle,
        in rect: Rect,
        label: (Double) -> String
    ) throws(PDFError) -> Rect {
        let labels = axis.ticks.map(label)
        var widest = 0.0
        for label in labels { widest = max(widest, try width(of: label, style.text)) }
        let lineHeight = style.text.lineHeight
        let plot = Rect(
            x: rect.x + widest + 6,
            y: rect.y + lineHeight / 2,
            width: rect.width - widest - 6,
            height: rect.height - lineHeight * 2
        )
        for (tick, label) in zip(axis.ticks, labels) {
            let y = axis.y(of: tick, in: plot)
            stroke(
                [Point(plot.x, y), Point(plot.right, y)],
                tick == axis.base ? style.base : style.grid,
                width: tick == axis.base ? 0.75 : 0.5
            )
            try write(
                label,
                style.text.aligned(.right),
                at: Point(rect.x, y - lineHeight / 2),
                width: widest + 1
            )
        }
        return plot
    }

    /// Draws names below the slots of a plot, as many of them as have room.
    func labels(
        _ names: [String],
        _ style: ChartStyle,
        below plot: Rect
    ) throws(PDFError) {
        guard !names.isEmpty else { return }
        let slot = plot.width / Double(names.count)
        var widest = 0.0
        for name in names { widest = max(widest, try width(of: name, style.text)) }
        let step = max(1, Int(((widest + 6) / slot).rounded(.up)))
        for index in stride(from: 0, to: names.count, by: step) {
            let center = plot.x + slot * (Double(index) + 0.5)
            let room = max(widest + 4, slot * Double(step))
            try write(
                names[index],
                style.text.aligned(.center),
                at: Point(center - room / 2, plot.bottom + 4),
                width: room
            )
        }
    }
}
