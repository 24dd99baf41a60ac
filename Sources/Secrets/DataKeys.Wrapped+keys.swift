import Crypto
import Store
import Web

extension DataKeys.Wrapped {
    /// The first keys of a business, sealed with the installation's.
    init(freshFor tenant: TenantID, by key: SealingKey) throws(CryptoError) {
        self.init(
            tenant: tenant,
            number: 1,
            key: try Self.seal(Self.fresh(), .data(1), of: tenant, with: key),
            marks: try Self.seal(Self.fresh(), .marks, of: tenant, with: key)
        )
    }

    /// The keys as they can be used; nil when none of these opens them.
    func opened(by keys: [SealingKey]) -> BusinessKeys? {
        guard let data = open(key, .data(number), with: keys).flatMap({ try? SealingKey($0) }),
            let marks = open(marks, .marks, with: keys).flatMap({ try? SealingKey($0) })
        else { return nil }
        let former = former.flatMap { open($0, .data(number - 1), with: keys) }
        return BusinessKeys(
            of: tenant,
            number: number,
            key: data,
            former: former.flatMap { try? SealingKey($0) },
            marks: marks
        )
    }

    /// The same keys, sealed by another; nil when none of `keys` opens them.
    func wrapped(by new: SealingKey, openedBy keys: [SealingKey]) throws(CryptoError) -> Self? {
        guard let data = open(key, .data(number), with: keys),
            let mark = open(marks, .marks, with: keys)
        else { return nil }
        var formerAgain: [UInt8]?
        if let former, let opened = open(former, .data(number - 1), with: keys) {
            formerAgain = try Self.seal(opened, .data(number - 1), of: tenant, with: new)
        }
        return Self(
            tenant: tenant,
            number: number,
            key: try Self.seal(data, .data(number), of: tenant, with: new),
            former: formerAgain,
            marks: try Self.seal(mark, .marks, of: tenant, with: new)
        )
    }

    /// With a new key, which all is to be sealed with; what was one is the former now.
    func renewed(by key: SealingKey) throws(CryptoError) -> Self {
        Self(
            tenant: tenant,
            number: number + 1,
            key: try Self.seal(Self.fresh(), .data(number + 1), of: tenant, with: key),
            former: self.key,
            marks: marks
        )
    }

    /// Without the former key: whatever it still seals is lost.
    var withoutFormer: Self { Self(tenant: tenant, number: number, key: key, marks: marks) }

    // MARK: -

    private enum Purpose {
        case data(Int)
        case marks

        var words: String {
            switch self {
            case .data(let number): "data key \(number)"
            case .marks: "marks"
            }
        }
    }

    private static func fresh() -> [UInt8] { randomBytes(SealingKey.length) }

    private static func seal(
        _ bytes: [UInt8],
        _ purpose: Purpose,
        of tenant: TenantID,
        with key: SealingKey
    ) throws(CryptoError) -> [UInt8] {
        try key.seal(bytes, context: context(purpose, of: tenant))
    }

    private func open(_ sealed: [UInt8], _ purpose: Purpose, with keys: [SealingKey]) -> [UInt8]? {
        let context = Self.context(purpose, of: tenant)
        return keys.lazy.compactMap { try? $0.open(sealed, context: context) }.first
    }

    private static func context(_ purpose: Purpose, of tenant: TenantID) -> [UInt8] {
        Array("\(purpose.words) of business \(tenant.rawValue)".utf8)
    }
}

extension SealingKey {
    /// Tells one key from another, and nothing of it.
    var fingerprint: String { Hex.encode(mark("", for: "fingerprint")) }
}
