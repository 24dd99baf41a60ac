/// Bars beside each other, each of parts on top of each other.
package struct BarChart {
    package var names: [String]
    /// The lowest part first; as many values as there are names.
    package var parts: [(color: Color, values: [Int])]
    package var style: ChartStyle

    package init(
        names: [String],
        parts: [(color: Color, values: [Int])],
        style: ChartStyle
    ) {
        self.names = names
        self.parts = parts
        self.style = style
    }

    package func draw(
        on canvas: borrowing Canvas,
        in rect: Rect,
        label: (Int) -> String
    ) throws(PDFError) {
        let totals = names.indices.map { index in
            parts.reduce(0) { $0 + $1.values[index] }
        }
        let axis = Axis(upTo: totals.max() ?? 0)
        let plot = try canvas.frame(axis, style, in: rect) { label(Int($0)) }
        let slot = plot.width / Double(max(1, names.count))
        let thickness = min(slot * 0.68, 34)
        for index in names.indices {
            var below = 0
            for part in parts where part.values[index] > 0 {
                let top = axis.y(of: Double(below + part.values[index]), in: plot)
                let bar = Rect(
                    x: plot.x + slot * Double(index) + (slot - thickness) / 2,
                    y: top,
                    width: thickness,
                    height: axis.y(of: Double(below), in: plot) - top
                )
                canvas.fill(bar, part.color)
                below += part.values[index]
            }
        }
        try canvas.labels(names, style, below: plot)
    }
}

/// Lines of shares from 0 to 1 over the same names.
package struct LineChart {
    package struct Line {
        let color: Color
        /// Nil where there is nothing to tell: the line has a gap there.
        let values: [Double?]
        let isDashed: Bool

        package init(_ color: Color, _ values: [Double?], dashed: Bool = false) {
            self.color = color
            self.values = values
            isDashed = dashed
        }
    }

    package var names: [String]
    /// The first is drawn below the others.
    package var lines: [Line]
    package var style: ChartStyle

    package init(names: [String], lines: [Line], style: ChartStyle) {
        self.names = names
        self.lines = lines
        self.style = style
    }

    package func draw(
        on canvas: borrowing Canvas,
        in rect: Rect,
        label: (Double) -> String
    ) throws(PDFError) {
        let least = lines.flatMap { $0.values.compactMap(\.self) }.min() ?? 0
        let axis = Axis(sharesDownTo: least)
        let plot = try canvas.frame(axis, style, in: rect, label: label)
        let slot = plot.width / Double(max(1, names.count))
        for line in lines {
            for run in line.runs {
                let points = run.map { index, value in
                    Point(plot.x + slot * (Double(index) + 0.5), axis.y(of: value, in: plot))
                }
                canvas.stroke(points, line.color, width: 1.75, dash: line.isDashed ? 2.5 : 0)
                guard !line.isDashed, names.count <= 40 || points.count == 1 else { continue }
                for point in points { canvas.dot(point, line.color, radius: 2.2) }
            }
        }
        try canvas.labels(names, style, below: plot)
    }
}

extension LineChart.Line {
    /// The stretches without a gap.
    fileprivate var runs: [[(index: Int, value: Double)]] {
        var runs: [[(index: Int, value: Double)]] = [[]]
        for (index, value) in values.enumerated() {
            if let value {
                runs[runs.count - 1].append((index, value))
            } else if runs[runs.count - 1].isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { !$0.isEmpty }
    }
}
