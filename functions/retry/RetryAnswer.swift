import Web

/// What both ways to retry answer.
enum RetryAnswer {
    static let schema = Schema.object([
        "success": .boolean, "message": .string,
        "results": .object(["success": .integer, "failed": .integer]),
    ])

    /// The answer; `count` is how many messages were scheduled: all that were meant, or none.
    static func response(count: Int, _ message: String) -> Response {
        .json([
            "success": true, "message": .string(message),
            "results": ["success": .int(count), "failed": 0],
        ])
    }
}
