/// A place that reviews are asked for, such as Google.
package struct ReviewPlatform: Sendable, Hashable {
    package let name: String
    package let url: String
    /// Its share among all weights; 0 rests it.
    package let weight: Int

    package init(name: String, url: String, weight: Int) {
        self.name = name
        self.url = url
        self.weight = weight
    }
}

/// Which platform a customer is asked to review on.
///
/// Asking only happy customers on the platform that counts is forbidden (by the FTC's rule on
/// reviews and by the platforms). So the choice sees nothing but the transaction's id and the
/// version of the rotation: neither a rating nor an amount can steer it, and anybody can compute
/// it again.
///
/// The id's bytes, after the version's, are hashed with FNV-1a (64 bits) and mixed by the finalizer
/// of SplitMix64. The hash scales to a point below the sum of the weights (the upper half of its
/// 128-bit product with that sum), and the platform into whose stretch the point falls is chosen,
/// the platforms lying in the order of their names. Over many ids every platform gets its weight's
/// share.
package enum ReviewRotation {
    /// The choice; nil when no platform has a weight.
    package static func choose(
        transactionID: String,
        version: Int,
        platforms: [ReviewPlatform]
    ) -> ReviewPlatform? {
        let ordered = platforms.filter { $0.weight > 0 }.sorted { $0.name < $1.name }
        let total = ordered.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        let hash = Self.hash("\(version)/\(transactionID)")
        var point = Int(hash.multipliedFullWidth(by: UInt64(total)).high)
        for platform in ordered {
            if point < platform.weight { return platform }
            point -= platform.weight
        }
        return nil
    }

    private static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
