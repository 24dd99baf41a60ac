import CHiredis
import Glibc

/// One connection to a Redis server, closed with its owner.
///
/// It goes from thread to thread with its one owner. Whatever fails makes it useless: hiredis does not say what the next reply would belong to.
package struct RedisConnection: ~Copyable, @unchecked Sendable {
    private let context: UnsafeMutablePointer<redisContext>

    /// How long the server may take for each step of letting us in, in milliseconds.
    private static let patienceToConnect = 1000

    /// Connects, and says who we are; from then on a reply is waited for `patienceMilliseconds`.
    ///
    /// It takes seconds where the server is slow, and longer where the system's resolver looks up
    /// its name: not for the thread of a request.
    package static func open(
        _ address: RedisAddress,
        patienceMilliseconds: Int
    ) throws(RedisError) -> RedisConnection {
        let patience = timeval(milliseconds: patienceToConnect)
        guard let context = redisConnectWithTimeout(address.host, address.port, patience) else {
            throw RedisError("out of memory")
        }
        var connection = RedisConnection(context: context)
        guard context.pointee.err == 0, redisSetTimeout(context, patience) == REDIS_OK,
            redisEnableKeepAlive(context) == REDIS_OK
        else { throw failure(of: context) }
        if let password = address.password {
            try connection.expectOK(["AUTH"] + (address.user.map { [$0] } ?? []) + [password])
        }
        if address.database != 0 { try connection.expectOK(["SELECT", "\(address.database)"]) }
        let patienceOfRequests = timeval(milliseconds: patienceMilliseconds)
        guard redisSetTimeout(context, patienceOfRequests) == REDIS_OK else {
            throw failure(of: context)
        }
        return connection
    }

    private init(context: UnsafeMutablePointer<redisContext>) { self.context = context }

    deinit { redisFree(context) }

    /// Runs a script, and gives the numbers that it returns.
    package mutating func numbers(
        fromScript script: String,
        keys: [String],
        arguments: [String]
    ) throws(RedisError) -> [Int64] {
        try run(["EVAL", script, "\(keys.count)"] + keys + arguments) { reply throws(RedisError) in
            guard reply.type == REDIS_REPLY_ARRAY else { throw Self.failure(of: reply) }
            return (0..<reply.elements).compactMap { index in
                guard let element = reply.element[index],
                    element.pointee.type == REDIS_REPLY_INTEGER
                else { return nil }
                return element.pointee.integer
            }
        }
    }

    private mutating func expectOK(_ words: [String]) throws(RedisError) {
        try run(words) { reply throws(RedisError) in
            guard reply.type == REDIS_REPLY_STATUS else { throw Self.failure(of: reply) }
        }
    }

    private mutating func run<Value>(
        _ words: [String],
        _ read: (redisReply) throws(RedisError) -> Value
    ) throws(RedisError) -> Value {
        let copies = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers = copies.map { UnsafePointer($0) }
        var lengths = words.map(\.utf8.count)
        guard let raw = redisCommandArgv(context, Int32(words.count), &pointers, &lengths) else {
            throw Self.failure(of: context)
        }
        defer { freeReplyObject(raw) }
        return try read(raw.assumingMemoryBound(to: redisReply.self).pointee)
    }

    private static func failure(of context: UnsafeMutablePointer<redisContext>) -> RedisError {
        RedisError(text(of: &context.pointee.errstr))
    }

    private static func failure(of reply: redisReply) -> RedisError {
        guard reply.type == REDIS_REPLY_ERROR, let text = reply.str else {
            return RedisError("an unexpected reply")
        }
        return RedisError(String(cString: text))
    }

    /// A text in an array of C.
    private static func text<Characters>(of characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension timeval {
    fileprivate init(milliseconds: Int) {
        self.init(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    }
}

/// What went wrong with a Redis server.
package struct RedisError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
