import FunctionRuntime
import FuzzedParsers
import Glibc
import TestSupport
import Testing

/// What `deploy/bench --fuzz` does a million times, a little of it in every run.
@Suite struct `A parser that meets the outside` {
    @Test(arguments: FuzzedParser.allCases)
    func `keeps its rules with the seeds, and what is nearly one`(_ parser: FuzzedParser) throws {
        let seeds = try seeds(of: parser)
        #expect(!seeds.isEmpty)
        var random = SplitMix64(seed: 1)
        for seed in seeds {
            parser.take(seed)
            for _ in 0..<200 { parser.take(mutated(seed, using: &random)) }
        }
    }

    @Test(arguments: FuzzedParser.allCases)
    func `keeps its rules with noise`(_ parser: FuzzedParser) {
        var random = SplitMix64(seed: 2)
        for _ in 0..<200 { parser.take(Array(String.random(upTo: 100, using: &random).utf8)) }
        parser.take([])
    }
}

/// A copy with some bytes changed, left out, or said again.
private func mutated(_ seed: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
    return bytes
}

private func seeds(of parser: FuzzedParser) throws -> [[UInt8]] {
    let tests = #filePath.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
    let folder = "\(tests)/Fuzz/seeds/\(parser.rawValue)"
    guard let names = namesInFolder(folder) else { throw Unreadable(path: folder) }
    return try names.map { try bytes(of: "\(folder)/\($0)") }
}

private func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
}

private struct Unreadable: Error {
    let path: String
}
