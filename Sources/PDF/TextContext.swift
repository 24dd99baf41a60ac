import CPango

/// Owns what texts of one document are set with.
///
/// The map of fonts behind it belongs to the thread: pango keeps one for each, because its own are not
/// for several threads at a time.
struct TextContext: ~Copyable {
    let handle: OpaquePointer

    init() throws(PDFError) {
        guard let map = pango_cairo_font_map_get_default(),
            let made = pango_font_map_create_context(map)
        else { throw .outOfMemory }
        handle = made
        // A point of pango is a point of the page.
        pango_cairo_context_set_resolution(made, 72)
        // Paper has no pixels to hint for, and no setting of the machine may move a line.
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(made, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(made, 0)
        // Not the machine's: it decides between the shapes of Chinese and Japanese.
        pango_context_set_language(made, pango_language_from_string("en"))
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }
}
