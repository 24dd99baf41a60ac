import JSONParser
import TestSupport
import Testing
import Web

@Suite struct `Any JSON` {
    @Test func `is read as it was written`() throws {
        var random = SplitMix64(seed: 8259)
        for _ in 0..<5000 {
            let json = JSON.random(depth: 4, using: &random)
            #expect(try JSON(parsing: json.serialized) == json)
        }
    }

    /// What is taken must mean the same when it is written and read again.
    @Test func `mutated at random is refused or taken, and never crashes`() throws {
        var random = SplitMix64(seed: 20_261_120)
        var takenCount = 0
        for _ in 0..<10_000 {
            var bytes = JSON.random(depth: 3, using: &random).serialized
            for _ in 0..<Int.random(in: 1...4, using: &random) { bytes.mutate(using: &random) }
            guard let json = try? JSON(parsing: bytes) else { continue }
            takenCount += 1
            #expect(try JSON(parsing: json.serialized) == json)
        }
        #expect((100..<9000).contains(takenCount))
    }
}

extension [UInt8] {
    fileprivate mutating func mutate(using random: inout SplitMix64) {
        let place = Int.random(in: 0...count, using: &random)
        let syntax = Array(#"{}[]",:\u0 eE+-.9tfn/"#.utf8) + [0x00, 0x0A, 0xC3, 0xED, 0xEF, 0xFF]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: insert(syntax.randomElement(using: &random) ?? 0, at: place)
        case 1 where place < count: remove(at: place)
        case 2 where place < count: self[place] = .random(in: 0...255, using: &random)
        case 3: removeLast(count - place)
        default: append(contentsOf: self[..<place])
        }
    }
}

extension JSON {
    fileprivate static func random(depth: Int, using random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .int(Int.random(in: .min ... .max, using: &random))
        case 3: return .number("\(Double.random(in: -1e9...1e9, using: &random))")
        case 4: return .string(.random(upTo: 12, using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    .random(depth: depth - 1, using: &random)
                }
            )
        default:
            return .object(
                JSON.Object(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        JSON.Object.Member(
                            .random(upTo: 6, using: &random),
                            .random(depth: depth - 1, using: &random)
                        )
                    }
                )
            )
        }
    }
}
