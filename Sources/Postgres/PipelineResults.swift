import CLibPQ

/// The results of a pipeline, taken in the order of its statements.
package struct PipelineResults: ~Copyable {
    /// Results not yet taken; pointers, as an array holds no noncopyable values.
    private var handles: [OpaquePointer] = []
    private var nextIndex = 0

    init() {}

    deinit { for handle in handles[nextIndex...] { PQclear(handle) } }

    mutating func append(_ result: consuming QueryResult) { handles.append(result.release()) }

    /// The result of the next statement.
    package mutating func next() throws(PostgresError) -> QueryResult {
        guard nextIndex < handles.count else { throw .misuse(.resultsExhausted) }
        nextIndex += 1
        return QueryResult(adopting: handles[nextIndex - 1])
    }
}

/// One statement of a pipeline, ready to send.
struct PipelineStep {
    let text: String
    let parameters: Parameters
    /// The name to run it by; nil runs the text.
    let name: String?
    /// Whether it is to be prepared under that name first.
    let isNew: Bool

    func queue(on handle: OpaquePointer) -> Bool {
        if isNew, let name {
            guard PQsendPrepare(handle, name, text, 0, nil) == 1 else { return false }
        }
        return parameters.send(text, preparedAs: name, on: handle) == 1
    }
}
