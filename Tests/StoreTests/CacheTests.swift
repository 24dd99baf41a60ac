import Store
import Testing

@Suite struct `A cache` {
    @Test func `looks a key up once within its lifetime`() {
        let cache = Cache<String, Int>(lifetime: .seconds(60))
        var looks = 0
        for _ in 1...3 {
            let value = cache.value(for: "a") {
                looks += 1
                return 7
            }
            #expect(value == 7)
        }
        #expect(looks == 1)
        #expect(cache.value(for: "b") { 8 } == 8)
    }

    @Test func `looks again when the lifetime is over`() {
        let cache = Cache<String, Int>(lifetime: .zero)
        #expect(cache.value(for: "a") { 1 } == 1)
        #expect(cache.value(for: "a") { 2 } == 2)
    }

    @Test func `remembers neither nothing nor failure`() {
        struct Failure: Error {}
        let cache = Cache<String, Int>()
        #expect(cache.value(for: "a") { nil } == nil)
        #expect(throws: Failure.self) { try cache.value(for: "a") { throw Failure() } }
        #expect(cache.value(for: "a") { 3 } == 3)
    }

    @Test func `of many keys stays bounded and right`() {
        let cache = Cache<Int, Int>(lifetime: .seconds(60))
        for key in 0..<10_000 { #expect(cache.value(for: key) { key } == key) }
        var looks = 0
        for key in 0..<10_000 {
            _ = cache.value(for: key) {
                looks += 1
                return key
            }
        }
        #expect(looks == 10_000 - 4096)
    }
}
