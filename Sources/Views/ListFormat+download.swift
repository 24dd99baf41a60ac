package import Store
package import Web

/// A list that is downloaded as a file.
extension ListExport.Format {
    package static let byteOrderMark = Field<String>.oneOf(
        "bom",
        ["true", "false", "yes", "no"],
        "true begins with a byte order mark, which Excel needs for UTF-8."
    ).defaulting(to: "false")

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package var answers: [Route.Answer] { [.init(.ok, "The file.", mediaType: mediaType)] }

    private var mediaType: String {
        switch self {
        case .csv: "text/csv"
        case .ndjson: "application/x-ndjson"
        }
    }

    /// The file on its way to the client, written in pieces, so that its size does not matter;
    /// `byteOrderMark` is what the client said of it.
    package func download(
        _ name: StaticString,
        byteOrderMark: String,
        _ body: @escaping (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) -> Response {
        let wantsByteOrderMark = ["true", "yes"].contains(byteOrderMark)
        return Response(
            .ok,
            headers: [
                "Content-Type": "\(mediaType); charset=utf-8",
                "Content-Disposition": "attachment; filename=\"\(name).\(rawValue)\"",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { write in
                if wantsByteOrderMark { try Self.mark.withUnsafeBytes(write) }
                try body(write)
            }
        )
    }
}
