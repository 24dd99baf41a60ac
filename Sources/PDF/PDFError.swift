import CPango

/// Why a document could not be made.
package enum PDFError: Error, Hashable {
    /// cairo gave up, with its own word for why.
    case cairo(String)
    /// pango had no memory for a text.
    case outOfMemory
    /// A picture that is not one, or not of a kind that is known.
    case malformedPicture

    /// The error that cairo reports, if it reports one.
    init?(_ status: cairo_status_t) {
        switch status {
        case CAIRO_STATUS_SUCCESS: return nil
        case CAIRO_STATUS_NO_MEMORY: self = .outOfMemory
        default: self = .cairo(String(cString: cairo_status_to_string(status)))
        }
    }

    static func check(_ status: cairo_status_t) throws(PDFError) {
        if let error = PDFError(status) { throw error }
    }
}
