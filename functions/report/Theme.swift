import PDF

/// The colours and types of a report: those of the dashboard, and the business's own.
struct Theme: Sendable {
    /// The business's colour.
    let brand: Color

    let ink = Color(0x0F172A)
    let muted = Color(0x55627A)
    let line = Color(0xE3E8F0)
    let sunken = Color(0xF7F9FC)

    let delivered = Color(0x10B981)
    let moving = Color(0x93C1FD)
    let failed = Color(0xEF4444)
    let withheld = Color(0xB6C0CF)

    let good = Color(0x04704F)
    let bad = Color(0xB91C1C)

    /// Takes a colour as a style sheet has it.
    init(brand: String) { self.brand = Color(css: brand) ?? Color(0x1D4ED8) }

    var text: TextStyle { TextStyle(size: 9, color: ink) }
    var small: TextStyle { TextStyle(size: 8, color: muted) }
    var heading: TextStyle { TextStyle(size: 12.5, bold: true, color: ink) }
    var tableHeader: TextStyle { TextStyle(size: 7.5, bold: true, color: muted) }

    var chart: ChartStyle {
        ChartStyle(
            text: TextStyle(size: 7.5, color: muted),
            grid: line,
            base: muted.mixed(with: .white, share: 0.4)
        )
    }

    func table(_ columns: [Table.Column], _ rows: [[Table.Cell]]) -> Table {
        Table(
            columns,
            rows: rows,
            style: TextStyle(size: 8.5, color: ink),
            headerStyle: tableHeader,
            lineColor: line
        )
    }
}
