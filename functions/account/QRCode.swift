import CQRCode

/// A QR code, for pages to draw.
struct QRCode {
    /// Rows of modules from the top, `1` for dark and `0` for light, without the quiet zone.
    let rows: [String]

    /// Nil for a text that no code holds.
    init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        rows = (0..<width).map { y in
            // The lowest bit is the colour; the others say what the module is for.
            String((0..<width).map { x in modules[y * width + x] & 1 == 1 ? "1" : "0" })
        }
    }
}
