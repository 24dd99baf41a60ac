/// What carriers bill for a body: its encoding, its units and its segments.
///
/// Count the final text, after the template was filled. The rules are those of Twilio's calculator:
/// a character is never split over two segments, so the number of segments is more than a division.
package struct SegmentCount: Sendable, Hashable {
    package let encoding: Encoding
    /// Septets or UTF-16 units, by encoding, over all segments.
    package let units: Int
    /// Units in each segment, first to last; never empty.
    package let unitsPerSegment: [Int]

    /// How many segments are billed; an empty text counts as one of no units.
    package var segments: Int { unitsPerSegment.count }

    package init(of text: String) {
        if let septets = Self.septets(of: text) {
            self.init(encoding: .gsm7, costs: septets)
        } else {
            self.init(encoding: .ucs2, costs: Self.utf16Units(of: text))
        }
    }
}

// MARK: -

extension SegmentCount {
    /// Fills segments with pieces that must not be split.
    private init(encoding: Encoding, costs: [Int]) {
        self.encoding = encoding
        units = costs.reduce(0, +)
        guard units > encoding.unitsAlone else {
            unitsPerSegment = [units]
            return
        }
        var filled: [Int] = []
        var current = 0
        for cost in costs {
            if current + cost > encoding.unitsConcatenated {
                filled.append(current)
                current = 0
            }
            current += cost
        }
        unitsPerSegment = filled + [current]
    }

    /// The cost of every character in septets; nil where one is not in the alphabet.
    private static func septets(of text: String) -> [Int]? {
        var costs: [Int] = []
        costs.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let cost = GSM7.septets(scalar) else { return nil }
            costs.append(cost)
        }
        return costs
    }

    /// The cost of every cluster in UTF-16 units.
    ///
    /// Swift counts CR LF as one character and a segment does not. A cluster that no segment can
    /// hold is split into its code points.
    private static func utf16Units(of text: String) -> [Int] {
        var costs: [Int] = []
        for character in text {
            let cost = character.utf16.count
            if character == "\r\n" || cost > Encoding.ucs2.unitsConcatenated {
                costs += character.unicodeScalars.map { UTF16.width($0) }
            } else {
                costs.append(cost)
            }
        }
        return costs
    }
}
