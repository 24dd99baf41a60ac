/// A small generator with a seed, so that a failing run can be had again (Vigna, SplitMix64).
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension String {
    /// A text of characters that break parsers: signs, digits, controls, clusters, far planes.
    package static func random(upTo lengthMax: Int, using random: inout SplitMix64) -> String {
        let awkward: [Unicode.Scalar] = [
            "+", "-", ".", "0", "1", "9", "{", "}", "|", "_", "a", "e", "E", "€", "\0", "\n", "\r",
            "\t", "\u{7F}", "\u{85}", "\u{301}", "\u{200D}", "\u{202E}", "\u{2028}", "\u{FEFF}",
            "\u{FFFD}", "\u{1F468}", "\u{1F3FD}", "\u{1F1FA}", "\u{10FFFF}", "٤", "９", "я",
        ]
        var scalars = String.UnicodeScalarView()
        let lowest: UInt32 = 0
        for _ in 0..<Int.random(in: 0...lengthMax, using: &random) {
            let anything = Unicode.Scalar(UInt32.random(in: lowest...0x10FFFF, using: &random))
            let isAwkward = Int.random(in: 0..<4, using: &random) > 0
            scalars.append(
                isAwkward ? awkward.randomElement(using: &random) ?? "+" : anything ?? "x"
            )
        }
        return String(scalars)
    }
}
