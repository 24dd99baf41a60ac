import CPango

/// Owns one text, broken into lines, ready to be measured and drawn.
struct TextLayout: ~Copyable {
    private let handle: OpaquePointer
    private let color: Color

    /// A text that is as wide as it is, or as wide as it may be.
    init(
        _ text: String,
        _ style: TextStyle,
        width: Double? = nil,
        in context: borrowing TextContext
    ) throws(PDFError) {
        guard let made = pango_layout_new(context.handle) else { throw .outOfMemory }
        handle = made
        color = style.color
        var drawable = text.drawable
        drawable.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                pango_layout_set_text(made, characters.baseAddress, Int32(characters.count))
            }
        }
        let font = pango_font_description_new()
        pango_font_description_set_family(font, fontFamilies)
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_font_description_set_weight(
            font,
            style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
        )
        pango_layout_set_font_description(made, font)
        pango_font_description_free(font)
        setLeading(style)
        if let width { confine(to: width, style) }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// Lines are equally far apart whatever fonts a line needs, as far as they are not too tall.
    private func setLeading(_ style: TextStyle) {
        guard let list = pango_attr_list_new() else { return }
        pango_attr_list_insert(
            list,
            pango_attr_line_height_new_absolute(
                Int32((style.lineHeight * Double(PANGO_SCALE)).rounded())
            )
        )
        pango_layout_set_attributes(handle, list)
        pango_attr_list_unref(list)
    }

    private func confine(to width: Double, _ style: TextStyle) {
        pango_layout_set_width(handle, Int32((max(width, 1) * Double(PANGO_SCALE)).rounded()))
        pango_layout_set_wrap(handle, PANGO_WRAP_WORD_CHAR)
        if let linesMax = style.linesMax {
            pango_layout_set_ellipsize(handle, PANGO_ELLIPSIZE_END)
            pango_layout_set_height(handle, -Int32(linesMax))
        }
        // pango takes left and right as beginning and end of the text, from whatever side it is
        // written.
        let isRightToLeft = pango_layout_get_direction(handle, 0) == PANGO_DIRECTION_RTL
        let alignment =
            switch style.alignment {
            case .left: isRightToLeft ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT
            case .center: PANGO_ALIGN_CENTER
            case .right: isRightToLeft ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT
            }
        pango_layout_set_alignment(handle, alignment)
    }

    /// The room that it takes, in points.
    var size: (width: Double, height: Double) {
        var (width, height): (Int32, Int32) = (0, 0)
        pango_layout_get_size(handle, &width, &height)
        return (Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE))
    }

    /// Draws it with its upper left corner there.
    func draw(at point: Point, on canvas: borrowing Canvas) {
        canvas.use(color)
        cairo_move_to(canvas.handle, point.x, point.y)
        pango_cairo_show_layout(canvas.handle, handle)
    }
}

/// The fonts in the order in which they are asked for a character; by name, so that other fonts on a
/// machine change nothing.
private let fontFamilies = [
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Thai",
    "Noto Sans Armenian", "Noto Sans Georgian", "WenQuanYi Micro Hei", "Noto Sans Symbols",
    "Noto Sans Symbols2", "Symbola", "DejaVu Sans", "sans-serif",
].joined(separator: ",")

extension String {
    /// A single paragraph of bounded length: no more than a page could hold anyway.
    ///
    /// Controls become spaces. What Unicode says will never be a character, cairo takes for no text at
    /// all.
    var drawable: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(4000) { text.append(scalar.drawable) }
        return String(text)
    }

    /// The text as a guest in a sentence of another direction (Unicode isolates, UAX #9).
    package var isolated: String { "\u{2068}\(self)\u{2069}" }
}

extension Unicode.Scalar {
    fileprivate var drawable: Unicode.Scalar {
        switch value {
        case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029: " "
        case 0xFDD0...0xFDEF: "\u{FFFD}"
        default: value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : self
        }
    }
}
