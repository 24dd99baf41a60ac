/// Rows and columns that go on over as many pages as they need, with the header on each of them.
package struct Table {
    package struct Column {
        let title: String
        /// Its part of the width, beside the others' parts.
        let share: Double
        let alignment: TextStyle.Alignment
        let linesMax: Int?

        package init(
            _ title: String,
            share: Double = 1,
            _ alignment: TextStyle.Alignment = .left,
            linesMax: Int? = 2
        ) {
            self.title = title
            self.share = share
            self.alignment = alignment
            self.linesMax = linesMax
        }
    }

    package struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let color: Color?
        let isBold: Bool

        package init(_ text: String, _ color: Color? = nil, bold: Bool = false) {
            self.text = text
            self.color = color
            isBold = bold
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    package var columns: [Column]
    package var rows: [[Cell]]
    package var style: TextStyle
    package var headerStyle: TextStyle
    package var lineColor: Color

    package init(
        _ columns: [Column],
        rows: [[Cell]],
        style: TextStyle,
        headerStyle: TextStyle,
        lineColor: Color
    ) {
        self.columns = columns
        self.rows = rows
        self.style = style
        self.headerStyle = headerStyle
        self.lineColor = lineColor
    }
}

extension Document {
    /// Adds a table; a row is never split, and the header never stands alone at a page's foot.
    package mutating func table(_ table: Table) throws(PDFError) {
        let widths = table.widths(in: width)
        let header = try table.headerHeight(widths, on: canvas)
        let firstRow = try table.rows.first.map { (row) throws(PDFError) in
            try table.height(of: row, widths, on: canvas)
        }
        try reserve(header + (firstRow ?? 0))
        canvas.begin(.table)
        try drawHeader(of: table, widths, height: header)
        for row in table.rows {
            let height = try table.height(of: row, widths, on: canvas)
            if y + height > bottom {
                // The structure of a page ends with it.
                canvas.end(.table)
                try breakPage()
                canvas.begin(.table)
                try drawHeader(of: table, widths, height: header)
            }
            try draw(row, of: table, widths, height: height)
        }
        canvas.end(.table)
    }

    private mutating func drawHeader(
        of table: Table,
        _ widths: [Double],
        height: Double
    ) throws(PDFError) {
        let cells = table.columns.map { column in
            (column.title, table.headerStyle.aligned(column.alignment).limited(to: 2))
        }
        try draw(cells, as: .headerCell, widths, height: height)
        line(table.lineColor.mixed(with: .black, share: 0.25), width: 0.75)
    }

    private mutating func draw(
        _ row: [Table.Cell],
        of table: Table,
        _ widths: [Double],
        height: Double
    ) throws(PDFError) {
        let cells = zip(table.columns, row).map { column, cell in
            (cell.text, table.style(of: cell, in: column))
        }
        try draw(cells, as: .cell, widths, height: height)
        line(table.lineColor, width: 0.5)
    }

    /// Writes the cells beside each other and goes on below them.
    private mutating func draw(
        _ cells: [(text: String, style: TextStyle)],
        as role: Role,
        _ widths: [Double],
        height: Double
    ) throws(PDFError) {
        canvas.begin(.row)
        var x = left
        for (cell, width) in zip(cells, widths) {
            let place = Point(x, y + Table.padding)
            try canvas.write(cell.text, cell.style, at: place, width: width, as: role)
            x += width + Table.gap
        }
        canvas.end(.row)
        y += height
    }

    private func line(_ color: Color, width: Double) {
        canvas.stroke([Point(left, y), Point(left + self.width, y)], color, width: width)
    }
}

// MARK: - Measures

extension Table {
    fileprivate static let gap = 10.0
    fileprivate static let padding = 3.5

    fileprivate func widths(in width: Double) -> [Double] {
        let shares = columns.reduce(0) { $0 + $1.share }
        let room = width - Self.gap * Double(columns.count - 1)
        return columns.map { room * $0.share / shares }
    }

    fileprivate func style(of cell: Cell, in column: Column) -> TextStyle {
        var style = style.aligned(column.alignment).limited(to: column.linesMax)
        if let color = cell.color { style.color = color }
        if cell.isBold { style.isBold = true }
        return style
    }

    fileprivate func headerHeight(
        _ widths: [Double],
        on canvas: borrowing Canvas
    ) throws(PDFError) -> Double {
        var height = 0.0
        for (column, width) in zip(columns, widths) {
            let style = headerStyle.limited(to: 2)
            height = max(height, try canvas.height(of: column.title, style, width: width))
        }
        return height + 2 * Self.padding
    }

    fileprivate func height(
        of row: [Cell],
        _ widths: [Double],
        on canvas: borrowing Canvas
    ) throws(PDFError) -> Double {
        var height = 0.0
        for ((column, cell), width) in zip(zip(columns, row), widths) {
            let style = style(of: cell, in: column)
            height = max(height, try canvas.height(of: cell.text, style, width: width))
        }
        return height + 2 * Self.padding
    }
}
