import CPango

/// Owns one picture, a PNG or a JPEG, ready to be drawn.
package struct Picture: ~Copyable {
    private let handle: OpaquePointer
    private let width: Double
    private let height: Double

    /// Reads a picture by what it begins with, whatever it is said to be.
    package init(_ bytes: [UInt8]) throws(PDFError) {
        let made: OpaquePointer?
        if let size = Self.sizeOfPNG(bytes), size.isSensible {
            let source = PictureSource(bytes)
            made = cairo_image_surface_create_from_png_stream(
                { PictureSource.read($0, $1, $2) },
                Unmanaged.passUnretained(source).toOpaque()
            )
            withExtendedLifetime(source) {}
        } else if let size = Self.sizeOfJPEG(bytes), size.isSensible {
            made = Self.carrier(of: bytes, size)
        } else {
            throw .malformedPicture
        }
        guard let made else { throw .outOfMemory }
        guard cairo_surface_status(made) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(made)
            throw .malformedPicture
        }
        handle = made
        width = Double(cairo_image_surface_get_width(made))
        height = Double(cairo_image_surface_get_height(made))
    }

    deinit { cairo_surface_destroy(handle) }

    /// A surface of the picture's size that brings the JPEG along: a PDF takes it as it is.
    private static func carrier(of bytes: [UInt8], _ size: PixelSize) -> OpaquePointer? {
        guard
            let surface = cairo_image_surface_create(
                CAIRO_FORMAT_RGB24,
                Int32(size.width),
                Int32(size.height)
            )
        else { return nil }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        // cairo frees the copy, once nothing needs it any more.
        let status = cairo_surface_set_mime_data(
            surface,
            CAIRO_MIME_TYPE_JPEG,
            copy,
            UInt(bytes.count),
            { $0?.deallocate() },
            copy
        )
        if status != CAIRO_STATUS_SUCCESS { copy.deallocate() }
        return surface
    }

    /// The size in which it fills a box, with its own proportions.
    package func size(within box: Rect) -> (width: Double, height: Double) {
        let scale = min(box.width / width, box.height / height)
        return (width * scale, height * scale)
    }
}

extension Canvas {
    /// Draws a picture into the upper right corner of a box.
    package func draw(_ picture: borrowing Picture, in box: Rect) {
        let size = picture.size(within: box)
        picture.paint(
            on: handle,
            Rect(
                x: box.right - size.width,
                y: box.y,
                width: size.width,
                height: size.height
            )
        )
    }
}

extension Picture {
    fileprivate func paint(on context: OpaquePointer, _ rect: Rect) {
        cairo_save(context)
        cairo_translate(context, rect.x, rect.y)
        cairo_scale(context, rect.width / width, rect.height / height)
        cairo_set_source_surface(context, handle, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
    }
}

// MARK: - Sizes

/// How many pixels a picture has, as its first bytes say.
private struct PixelSize {
    let width: Int
    let height: Int

    /// Larger ones would take more memory than a logo is worth.
    private static let countMax = 4_000_000

    var isSensible: Bool { width > 0 && height > 0 && width <= Self.countMax / height }
}

extension Picture {
    /// The size in the first chunk of a PNG (RFC 2083, section 4.1.1); nil when it is none.
    private static func sizeOfPNG(_ bytes: [UInt8]) -> PixelSize? {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.count > 24, bytes.starts(with: signature) else { return nil }
        func number(at start: Int) -> Int {
            bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return PixelSize(width: number(at: 16), height: number(at: 20))
    }

    /// The size in the frame header of a JPEG (ITU T.81, B.2.2); nil when it is none.
    private static func sizeOfJPEG(_ bytes: [UInt8]) -> PixelSize? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // Frames of every kind but the tables that share their numbers.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return PixelSize(
                    width: Int(bytes[place + 7]) << 8 | Int(bytes[place + 8]),
                    height: Int(bytes[place + 5]) << 8 | Int(bytes[place + 6])
                )
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2 else { return nil }
            place += 2 + length
        }
        return nil
    }
}

/// The bytes of a picture, as cairo asks for them.
private final class PictureSource {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(
        _ closure: UnsafeMutableRawPointer?,
        _ target: UnsafeMutablePointer<UInt8>?,
        _ count: UInt32
    ) -> cairo_status_t {
        guard let closure, let target else { return CAIRO_STATUS_READ_ERROR }
        let source = Unmanaged<PictureSource>.fromOpaque(closure).takeUnretainedValue()
        let end = source.place + Int(count)
        guard end <= source.bytes.count else { return CAIRO_STATUS_READ_ERROR }
        for index in 0..<Int(count) { target[index] = source.bytes[source.place + index] }
        source.place = end
        return CAIRO_STATUS_SUCCESS
    }
}
