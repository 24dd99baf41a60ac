/// Lends texts as the array of C strings, ended by a null pointer, that libpq takes.
func withCStrings<Value>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
    // All texts in one block, so that every pointer is valid for the whole call.
    var block: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
        offsets.append(block.count)
        block.append(contentsOf: text.utf8CString)
    }
    return block.withUnsafeBufferPointer { characters in
        body(offsets.map { offset in characters.baseAddress.map { $0 + offset } } + [nil])
    }
}
