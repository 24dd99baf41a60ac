import Compression
import Crypto
import Store
import Web

/// How one record is packed: compressed, then sealed with the key of the person it is about.
struct RecordSeal: Sendable {
    private let key: SealingKey
    private let tenant: TenantID

    init(_ key: SealingKey, of tenant: TenantID) { (self.key, self.tenant) = (key, tenant) }

    func pack(_ record: ContentRecord) throws -> [UInt8] {
        let packed = try Self.deflate.compress(Array(record.json.utf8))
        return try key.seal(packed, context: context(Self.id(of: record)))
    }

    /// The record's JSON; nil for what was not packed by this key, for this row.
    func unpack(_ entry: ArchiveFile.Entry) -> String? {
        guard let packed = try? key.open(entry.sealed, context: context(entry.id)),
            let plain = try? Self.deflate.decompress(packed, byteCountMax: Self.byteCountMax)
        else { return nil }
        return String(decoding: plain, as: UTF8.self)
    }

    static func id(of record: ContentRecord) -> String { "\(record.noun.rawValue) \(record.id)" }

    private func context(_ id: String) -> [UInt8] {
        Array("archive of business \(tenant.rawValue)\n\(id)".utf8)
    }

    /// No message is so long, with all that its provider ever said of it.
    private static let byteCountMax = 4 * 1024 * 1024

    /// What records have in common, the most frequent last.
    ///
    /// It may never change: what was compressed with it is not read without it.
    private static let deflate = Deflate(
        dictionary: Array(
            """
            {"to": "+1", "raw": "{\\"Body\\": \\"\\", \\"From\\": \\"+1\\", \\"To\\": \\"+1\\", \\"AccountSid\\": \\"AC\\", \
            \\"ApiVersion\\": \\"2010-04-01\\", \\"MessageSid\\": \\"SM\\", \\"NumMedia\\": \\"0\\", \\"SmsSid\\": \\"SM\\", \
            \\"SmsStatus\\": \\"received\\"}", "noun": "reply", "stars": 5, "comment": "", "noun": "rating", \
            "ownText": "", "note": "", "reports": [{"id": , "raw": "{\\"MessageSid\\": \\"SM\\", \\"MessageStatus\\": \
            \\"failed\\", \\"ErrorCode\\": \\"30003\\"}"}, {"raw": "{\\"To\\": \\"+1\\", \\"From\\": \\"+1\\", \\"SmsSid\\": \\"SM\\", \
            \\"SmsStatus\\": \\"sent\\", \\"AccountSid\\": \\"AC\\", \\"ApiVersion\\": \\"2010-04-01\\", \\"MessageSid\\": \\"SM\\", \
            \\"MessageStatus\\": \\"delivered\\"}"}], "salesRepName": "", "customerName": "", "transaction": "T-", \
            "body": "Hi , thank you for visiting ! How was your visit? We would love to hear from you: https://Reply STOP \
            to opt out.", "attempts": [{"body": "", "number": 1}], "events": [{"id": , "body": ""}], "number": "+1", \
            "at": "2026-01-01T12:00:00.000Z", "id": "01", "noun": "message"}
            """.utf8
        )
    )
}
