import CPango

/// Owns one cairo surface that writes a PDF file to an outlet, piece by piece.
struct Surface: ~Copyable {
    let handle: OpaquePointer
    private let outlet: Outlet

    /// Without an outlet nothing is written: for finding out how many pages there will be.
    init(_ paper: Paper, to outlet: Outlet) throws(PDFError) {
        // The outlet lives as long as the surface, whose owner holds it.
        let address = Unmanaged.passUnretained(outlet).toOpaque()
        let made = cairo_pdf_surface_create_for_stream(
            outlet.isOpen ? { Outlet.write($0, $1, $2) } : nil,
            address,
            paper.width,
            paper.height
        )
        guard let made else { throw .outOfMemory }
        let status = cairo_surface_status(made)
        guard status == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(made)
            throw PDFError(status) ?? .outOfMemory
        }
        handle = made
        self.outlet = outlet
        cairo_pdf_surface_restrict_to_version(made, CAIRO_PDF_VERSION_1_5)
    }

    deinit { cairo_surface_destroy(handle) }

    func describe(as info: DocumentInfo) {
        set(CAIRO_PDF_METADATA_TITLE, info.title)
        set(CAIRO_PDF_METADATA_AUTHOR, info.author)
        set(CAIRO_PDF_METADATA_SUBJECT, info.subject)
        set(CAIRO_PDF_METADATA_CREATOR, info.creator)
        // Without these cairo would write the moment of making, and no two files would be alike.
        set(CAIRO_PDF_METADATA_CREATE_DATE, info.date)
        set(CAIRO_PDF_METADATA_MOD_DATE, info.date)
    }

    private func set(_ metadata: cairo_pdf_metadata_t, _ text: String) {
        cairo_pdf_surface_set_metadata(handle, metadata, text.drawable)
    }

    /// Writes what is left of the file; the outlet's own error goes before cairo's word for it.
    consuming func finish() throws {
        cairo_surface_finish(handle)
        if let error = outlet.error { throw error }
        try PDFError.check(cairo_surface_status(handle))
    }
}

/// Where the bytes of a file go.
final class Outlet {
    private let take: ((UnsafeRawBufferPointer) throws -> Void)?
    /// What kept the bytes from going there; cairo writes no more after it.
    private(set) var error: (any Error)?

    init(_ take: ((UnsafeRawBufferPointer) throws -> Void)?) { self.take = take }

    var isOpen: Bool { take != nil }

    /// What cairo calls with bytes.
    static func write(
        _ closure: UnsafeMutableRawPointer?,
        _ bytes: UnsafePointer<UInt8>?,
        _ count: UInt32
    ) -> cairo_status_t {
        guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
        let outlet = Unmanaged<Outlet>.fromOpaque(closure).takeUnretainedValue()
        guard outlet.error == nil else { return CAIRO_STATUS_WRITE_ERROR }
        do {
            try outlet.take?(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            return CAIRO_STATUS_SUCCESS
        } catch {
            outlet.error = error
            return CAIRO_STATUS_WRITE_ERROR
        }
    }
}
