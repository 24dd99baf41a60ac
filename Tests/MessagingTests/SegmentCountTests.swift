import Messaging
import TestSupport
import Testing

@Suite struct `Segment counting` {
    @Test(arguments: segmentCases)
    func `agrees with Twilio's calculator`(_ example: SegmentCase) {
        let count = SegmentCount(of: example.isSmart ? example.text.smartEncoded : example.text)
        #expect(count.encoding == example.encoding)
        #expect(count.units == example.units)
        #expect(count.unitsPerSegment == example.unitsPerSegment)
        #expect(count.segments == example.unitsPerSegment.count)
    }

    @Test(arguments: [(160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4), (1600, 11)])
    func `counts GSM-7 at its boundaries`(_ units: Int, _ segments: Int) {
        #expect(SegmentCount(of: String(repeating: "a", count: units)).segments == segments)
    }

    @Test(arguments: [(70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
    func `counts UCS-2 at its boundaries`(_ units: Int, _ segments: Int) {
        #expect(SegmentCount(of: String(repeating: "я", count: units)).segments == segments)
    }

    @Test func `splits a cluster that no segment can hold`() {
        let cluster = "e" + String(repeating: "\u{301}", count: 99)
        #expect(cluster.count == 1)
        #expect(SegmentCount(of: cluster).unitsPerSegment == [67, 33])
    }

    @Test func `keeps its invariants for any text`() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<3_000 {
            let text = String.random(upTo: 400, using: &random)
            let count = SegmentCount(of: text)
            let limit =
                count.segments == 1 ? count.encoding.unitsAlone : count.encoding.unitsConcatenated
            #expect(count.unitsPerSegment.reduce(0, +) == count.units)
            #expect(count.unitsPerSegment.allSatisfy { $0 <= limit })
            #expect(count.encoding == .gsm7 || count.units == text.utf16.count)
        }
    }
}

@Suite struct `Smart encoding` {
    @Test(arguments: smartEncodingTable)
    func `replaces every look-alike`(_ replacement: String, _ codePoints: [UInt32]) {
        for scalar in codePoints.compactMap(Unicode.Scalar.init) {
            #expect(
                String(scalar).smartEncoded == replacement,
                "U+\(String(scalar.value, radix: 16))"
            )
        }
    }

    @Test func `replaces nothing else`() {
        let listed = Set(smartEncodingTable.flatMap(\.codePoints))
        #expect(listed.count == 270)
        let changed = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
            .filter { !listed.contains($0.value) && String($0).smartEncoded != String($0) }
        #expect(changed.isEmpty)
    }

    @Test func `leaves what it makes alone`() {
        for (replacement, _) in smartEncodingTable {
            #expect(replacement.smartEncoded == replacement)
            #expect(SegmentCount(of: replacement).encoding == .gsm7)
        }
    }
}
