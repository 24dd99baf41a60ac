import FieldMapping
import JSONParser
import Web

/// A mapping, a zero, and what a CRM posts.
func takeMapping(_ bytes: [UInt8]) {
    let parts = parts(bytes, 2)
    _ = DateFormat(text(parts[0]))
    guard let posted = try? JSON(parsing: parts[1]) else { return }
    _ = PostedLeaves(of: posted)
    guard let written = try? JSON(parsing: parts[0]) else { return }
    for isWhole in [true, false] {
        guard let mapping = try? FieldMapping(written, isWhole: isWhole) else { continue }
        let mapped = MappedPosting(mapping, of: posted)
        _ = (mapped.body, mapped.problems, mapped.completedAt, mapping.zones)
    }
}
