import CLibPQ

/// The values of one statement in the form that libpq takes.
struct Parameters {
    /// All values one after the other, each ended by a zero byte; libpq reads text up to it.
    private var block: [UInt8] = []
    /// Where each value begins in `block`; nil is NULL.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ binds: [Bind]) throws(PostgresError) {
        guard binds.count <= Int(UInt16.max) else { throw .parameter(.tooMany(binds.count)) }
        offsets.reserveCapacity(binds.count)
        lengths.reserveCapacity(binds.count)
        formats.reserveCapacity(binds.count)
        block.reserveCapacity(32 * binds.count)
        for (index, bind) in binds.enumerated() {
            let start = block.count
            switch bind {
            case .null: break
            case .text(let text): block.append(contentsOf: text.utf8)
            case .bytes(let bytes): block.append(contentsOf: bytes)
            }
            if case .text = bind, block[start...].contains(0) {
                throw .parameter(.zeroByte(position: index + 1))
            }
            offsets.append(bind == .null ? nil : start)
            lengths.append(Int32(block.count - start))
            if case .bytes = bind { formats.append(1) } else { formats.append(0) }
            block.append(0)
        }
    }

    /// Lends the four arguments of `PQsendQueryParams` and its kin: count, values, lengths, formats.
    func withArguments(
        _ send: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> Int32
    ) -> Int32 {
        block.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return send(Int32(values.count), values, lengths, formats)
        }
    }
}
