import Redis
import Testing

@Suite struct `The address of a Redis server` {
    @Test(arguments: [
        ("redis://10.0.0.7", "redis://10.0.0.7:6379/0"),
        ("redis://cache:7000/15", "redis://cache:7000/15"),
        ("redis://:se:cr@t@10.0.0.7:6380/", "redis://10.0.0.7:6380/0"),
        ("redis://app:secret@10.0.0.7/2", "redis://10.0.0.7:6379/2"),
    ])
    func `is shown without its password`(_ text: String, _ shown: String) {
        #expect(RedisAddress(text).map { "\($0)" } == shown)
        #expect(RedisAddress(text).map { String(reflecting: $0) } == shown)
    }

    @Test(arguments: [
        "", "redis://", "redis://:6379", "rediss://10.0.0.7", "http://10.0.0.7", "10.0.0.7:6379",
        "redis://10.0.0.7:0", "redis://10.0.0.7:65536", "redis://10.0.0.7:x", "redis://10.0.0.7/16",
        "redis://10.0.0.7/-1", "redis://secret@10.0.0.7", "redis://app:@10.0.0.7", "redis://a:b:c",
    ])
    func `is nothing else`(_ text: String) {
        #expect(RedisAddress(text) == nil)
    }

    @Test func `where nobody listens is said soon`() throws {
        let nowhere = try #require(RedisAddress("redis://127.0.0.1:1"))
        #expect(throws: RedisError.self) {
            _ = try RedisConnection.open(nowhere, patienceMilliseconds: 20)
        }
    }
}
