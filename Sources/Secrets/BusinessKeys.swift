package import Crypto
package import Store
import Web

/// The keys of one business, opened.
///
/// What is sealed begins with a version, which is 1, and the key's number in four bytes; what
/// `SealingKey` seals follows.
package struct BusinessKeys: Sendable {
    let tenant: TenantID
    let number: Int
    private let key: SealingKey
    private let former: SealingKey?
    private let marks: SealingKey

    init(
        of tenant: TenantID,
        number: Int,
        key: SealingKey,
        former: SealingKey?,
        marks: SealingKey
    ) {
        (self.tenant, self.number) = (tenant, number)
        (self.key, self.former, self.marks) = (key, former, marks)
    }

    /// Seals something for one row: copied elsewhere it does not open.
    package func seal(
        _ plaintext: [UInt8],
        as kind: SealedValue,
        of row: String
    ) throws(CryptoError) -> [UInt8] {
        header + (try key.seal(plaintext, context: context(kind, row)))
    }

    /// Gives back what was sealed for this row with the key of now or the one before.
    package func open(_ sealed: [UInt8], as kind: SealedValue, of row: String) -> [UInt8]? {
        let body = Array(sealed.dropFirst(header.count))
        if sealed.starts(with: header) {
            return try? key.open(body, context: context(kind, row))
        }
        guard let former, sealed.starts(with: Self.header(number - 1)) else { return nil }
        return try? former.open(body, context: context(kind, row))
    }

    /// 32 bytes that stand for a text, always the same ones.
    package func mark(_ text: String) -> [UInt8] { marks.mark(text, for: "mark") }

    /// What all begins with that is sealed with the key of now.
    var header: [UInt8] { Self.header(number) }

    private static func header(_ number: Int) -> [UInt8] {
        [1] + withUnsafeBytes(of: UInt32(clamping: number).bigEndian, Array.init)
    }

    private func context(_ kind: SealedValue, _ row: String) -> [UInt8] {
        Array("\(kind.rawValue)\n\(tenant.rawValue)\n\(row)".utf8)
    }
}

extension BusinessKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the keys: safe in a log line.
    package var description: String { "BusinessKeys(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
