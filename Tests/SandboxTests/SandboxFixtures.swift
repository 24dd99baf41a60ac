import Glibc
import Testing
import Web

@testable import sandbox

/// A folder that is gone when the test is over.
final class ScratchFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/sandbox-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        unlink("\(path)/journal.jsonl")
        unlink("\(path)/other.jsonl")
        rmdir(path)
    }
}

extension Message {
    /// A message that was taken, sent and delivered within three milliseconds.
    static func fixture(
        _ sid: String,
        to: String = "+15005550006",
        callback: String? = nil,
        atMilliseconds time: Int64 = 0
    ) -> Message {
        let callbacks = callback == nil ? [] : [Callback(atMilliseconds: time + 2, token: "t")]
        return Message(
            sid: sid,
            direction: .outbound,
            to: to,
            from: "+15005550001",
            messagingServiceSID: nil,
            body: "Hi \"there\"\n☕",
            segments: 1,
            statusCallback: callback,
            steps: [
                Step(status: "queued", errorCode: nil, atMilliseconds: time, callbacks: []),
                Step(status: "sent", errorCode: nil, atMilliseconds: time + 1, callbacks: []),
                Step(
                    status: "undelivered",
                    errorCode: 30003,
                    atMilliseconds: time + 2,
                    callbacks: callbacks
                ),
            ]
        )
    }
}

extension Request {
    static func fixture(
        _ method: Web.Method,
        _ path: String = "/",
        query: String = "",
        body: String = "",
        credentials: String? = "Basic QUMxOnRva2Vu",
        parameters: [String: String] = [:]
    ) -> Request {
        var headers: Headers = [:]
        headers["Authorization"] = credentials
        var request = Request(
            method: method,
            path: path,
            rawQuery: query,
            headers: headers,
            body: Array(body.utf8)
        )
        request.parameters = ["AccountSid": "AC1"].merging(parameters) { $1 }
        return request
    }
}
