import Store
import Synchronization
import TestSupport
import Testing
import Web

@testable import FunctionRuntime

private struct Broken: Error {}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `A repeated Idempotency-Key` {
    private let scratch: ScratchDatabase
    private let database: Database

    init() throws {
        scratch = try ScratchDatabase.withSchema()
        database = Database(scratch.pool(as: .function))
    }

    private func replay(
        key: String = "k",
        body: String = "{}",
        path: String = "/send",
        query: String = "",
        method: Method = .post
    ) -> Replay {
        var request = Request(
            method: method,
            path: path,
            rawQuery: query,
            body: Array(body.utf8),
            id: "r1"
        )
        request.caller = Caller(tenant: TenantID(rawValue: 1), name: "Ada", scopes: [])
        return Replay(database: database, key: key, request: request)
    }

    private func text(_ response: Response) -> String? {
        guard case .bytes(let bytes) = response.body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `gets the first answer, and nothing is done again`() throws {
        let first = try replay().answer { .json(["id": 1], .accepted) }
        #expect(first.headers["idempotent-replayed"] == nil)
        let second = try replay().answer {
            Issue.record("done twice")
            return .noContent
        }
        #expect(second.status == .accepted)
        #expect(text(second) == #"{"id":1}"#)
        #expect(second.headers["content-type"] == "application/json")
        #expect(second.headers["idempotent-replayed"] == "true")
    }

    @Test func `gets a refusal again, as it was`() throws {
        let problem = Problem(.notFound, "not-found", "No such message.")
        let first = try replay().answer { throw problem }
        let second = try replay().answer { .noContent }
        #expect(first.status == .notFound)
        #expect(second.status == .notFound)
        #expect(text(first) == text(second))
        #expect(second.headers["content-type"] == "application/problem+json")
    }

    @Test func `may succeed after a failure of ours`() throws {
        #expect(throws: Broken.self) { try replay().answer { throw Broken() } }
        #expect(throws: Problem.self) {
            try replay().answer { throw Problem(.serviceUnavailable, "away", "Away.") }
        }
        #expect(try replay().answer { .noContent }.status == .noContent)
    }

    @Test func `is refused for another request`() throws {
        _ = try replay().answer { .noContent }
        let others = [
            replay(body: "{ }"), replay(path: "/other"), replay(query: "a=1"), replay(method: .put),
        ]
        for other in others {
            let problem = #expect(throws: Problem.self) { try other.answer { .noContent } }
            #expect(problem?.status == .unprocessableContent)
            #expect(problem?.code == "idempotency-key-reused")
        }
    }

    @Test func `is refused while the first is being worked on`() throws {
        _ = try replay().answer {
            let problem = #expect(throws: Problem.self) { try replay().answer { .noContent } }
            #expect(problem?.status == .conflict)
            #expect(problem?.headers["retry-after"] == "1")
            return .noContent
        }
    }

    @Test func `must be a sensible text`() {
        for key in ["", "a\0", "\u{7F}", String(repeating: "x", count: 256)] {
            let problem = #expect(throws: Problem.self) {
                try replay(key: key).answer { .noContent }
            }
            #expect(problem?.status == .badRequest)
            #expect(problem?.fields.first?.field == "Idempotency-Key")
        }
    }

    @Test func `may be any other text`() throws {
        for key in ["x", String(repeating: "x", count: 255), "' OR 1=1 --", "🔑"] {
            _ = try replay(key: key).answer { .noContent }
            let second = try replay(key: key).answer { .noContent }
            #expect(second.headers["idempotent-replayed"] == "true")
        }
    }

    @Test func `is worked on once, however many come at once`() {
        let doneCount = Atomic(0)
        TestSupport.Threads.run(8) { _ in
            _ = try? self.replay().answer {
                doneCount.add(1, ordering: .relaxed)
                return .noContent
            }
        }
        #expect(doneCount.load(ordering: .relaxed) == 1)
    }
}
