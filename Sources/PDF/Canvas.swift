import CPango

/// Owns the pen that draws on the pages of one surface.
package struct Canvas: ~Copyable {
    let handle: OpaquePointer
    let text: TextContext

    init(on surface: borrowing Surface) throws(PDFError) {
        let text = try TextContext()
        guard let made = cairo_create(surface.handle) else { throw .outOfMemory }
        handle = made
        self.text = text
        cairo_set_line_cap(made, CAIRO_LINE_CAP_BUTT)
        cairo_set_line_join(made, CAIRO_LINE_JOIN_ROUND)
    }

    deinit { cairo_destroy(handle) }

    func check() throws(PDFError) { try PDFError.check(cairo_status(handle)) }

    func use(_ color: Color) { cairo_set_source_rgb(handle, color.red, color.green, color.blue) }
}

// MARK: - Shapes

extension Canvas {
    package func fill(_ rect: Rect, _ color: Color, radius: Double = 0) {
        use(color)
        outline(rect, radius: radius)
        cairo_fill(handle)
    }

    package func stroke(_ rect: Rect, _ color: Color, width: Double = 0.5, radius: Double = 0) {
        use(color)
        cairo_set_line_width(handle, width)
        outline(rect, radius: radius)
        cairo_stroke(handle)
    }

    /// One line through all points; `dash` is the length of strokes and gaps.
    package func stroke(_ points: [Point], _ color: Color, width: Double, dash: Double = 0) {
        guard let first = points.first else { return }
        use(color)
        cairo_set_line_width(handle, width)
        if dash > 0 { cairo_set_dash(handle, [dash, dash], 2, 0) }
        cairo_move_to(handle, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(handle, point.x, point.y) }
        cairo_stroke(handle)
        if dash > 0 { cairo_set_dash(handle, nil, 0, 0) }
    }

    /// The area that the points go around.
    package func fill(_ points: [Point], _ color: Color) {
        guard let first = points.first else { return }
        use(color)
        cairo_move_to(handle, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(handle, point.x, point.y) }
        cairo_close_path(handle)
        cairo_fill(handle)
    }

    package func dot(_ center: Point, _ color: Color, radius: Double) {
        use(color)
        cairo_new_sub_path(handle)
        cairo_arc(handle, center.x, center.y, radius, 0, 2 * .pi)
        cairo_fill(handle)
    }

    private func outline(_ rect: Rect, radius: Double) {
        let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
        guard radius > 0 else {
            cairo_rectangle(handle, rect.x, rect.y, rect.width, rect.height)
            return
        }
        let quarter = Double.pi / 2
        cairo_new_sub_path(handle)
        cairo_arc(handle, rect.right - radius, rect.y + radius, radius, -quarter, 0)
        cairo_arc(handle, rect.right - radius, rect.bottom - radius, radius, 0, quarter)
        cairo_arc(handle, rect.x + radius, rect.bottom - radius, radius, quarter, 2 * quarter)
        cairo_arc(handle, rect.x + radius, rect.y + radius, radius, 2 * quarter, 3 * quarter)
        cairo_close_path(handle)
    }
}

// MARK: - Text

extension Canvas {
    /// Draws a text in a width, as one paragraph of the document's structure; answers its height.
    @discardableResult
    package func write(
        _ text: String,
        _ style: TextStyle,
        at point: Point,
        width: Double,
        as role: Role = .paragraph
    ) throws(PDFError) -> Double {
        let layout = try TextLayout(text, style, width: width, in: self.text)
        tagged(role) { layout.draw(at: point, on: self) }
        return layout.size.height
    }

    /// The height that a text has in a width.
    package func height(
        of text: String,
        _ style: TextStyle,
        width: Double
    ) throws(PDFError) -> Double {
        try TextLayout(text, style, width: width, in: self.text).size.height
    }

    /// The width of a text on a single line.
    package func width(of text: String, _ style: TextStyle) throws(PDFError) -> Double {
        try TextLayout(text, style, in: self.text).size.width
    }
}

// MARK: - Structure

/// What a part of a page is, for programs that read it aloud (PDF 32000-1, 14.8.4).
package enum Role: String, Sendable {
    case heading1 = "H1"
    case heading2 = "H2"
    case paragraph = "P"
    case table = "Table"
    case row = "TR"
    case headerCell = "TH"
    case cell = "TD"
    case figure = "Figure"
}

extension Canvas {
    func begin(_ role: Role) { cairo_tag_begin(handle, role.rawValue, nil) }

    func end(_ role: Role) { cairo_tag_end(handle, role.rawValue) }

    func tagged(_ role: Role, _ draw: () -> Void) {
        begin(role)
        draw()
        end(role)
    }
}
