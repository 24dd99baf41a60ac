import CLibPQ

extension Connection {
    /// Runs several statements in one round trip; the first that fails is the error thrown.
    ///
    /// Outside a transaction they make one of their own: all are done, or none.
    package mutating func pipeline(
        _ statements: [SQL],
        deadline: ContinuousClock.Instant? = nil
    ) throws(PostgresError) -> PipelineResults {
        let deadline = deadline ?? self.deadline
        let mayRepeat = !isInTransaction
        do throws(PostgresError) {
            return try run(pipeline: statements, until: deadline)
        } catch {
            guard error.isAboutPreparedStatement else { throw error }
            self.statements.forgetAll()
            guard mayRepeat else { throw error }
            return try run(pipeline: statements, until: deadline)
        }
    }

    private mutating func run(
        pipeline statements: [SQL],
        until deadline: ContinuousClock.Instant?
    ) throws(PostgresError) -> PipelineResults {
        let steps = try plan(statements)
        var patience = Patience(until: deadline)
        try send(&patience) { handle in
            let isQueued =
                PQenterPipelineMode(handle) == 1 && steps.allSatisfy { $0.queue(on: handle) }
            return isQueued ? PQpipelineSync(handle) : 0
        }
        let results = try receive(steps, &patience)
        guard PQexitPipelineMode(handle) == 1 else { throw abandon(.executing) }
        return try results.get()
    }

    /// Names the statements; one that occurs twice is prepared once.
    private mutating func plan(_ statements: [SQL]) throws(PostgresError) -> [PipelineStep] {
        var newNames: [String: String] = [:]
        return try statements.map { (sql) throws(PostgresError) in
            let parameters = try Parameters(sql.binds)
            let known = self.statements.name(of: sql.text) ?? newNames[sql.text]
            let new = known == nil && hasSession ? self.statements.newName() : nil
            newNames[sql.text] = new ?? newNames[sql.text]
            return PipelineStep(
                text: sql.text,
                parameters: parameters,
                name: known ?? new,
                isNew: new != nil
            )
        }
    }

    /// Reads every answer, failed or not, so that the pipeline ends where it began.
    private mutating func receive(
        _ steps: [PipelineStep],
        _ patience: inout Patience
    ) throws(PostgresError) -> Result<PipelineResults, PostgresError> {
        var results = PipelineResults()
        var firstError: PostgresError?
        for step in steps {
            if step.isNew, let name = step.name {
                let prepared = try answer(&patience, &firstError)
                if prepared != nil { statements.record(name, for: step.text) }
            }
            if let result = try answer(&patience, &firstError) {
                results.append(result)
            }
        }
        guard let sync = try next(&patience), PQresultStatus(sync.handle) == PGRES_PIPELINE_SYNC
        else { throw abandon(.executing) }
        awaitCancellation(patience)
        noteTransaction(tag: nil)
        if let firstError { return .failure(patience.verdict(on: firstError)) }
        return .success(results)
    }

    /// One answer and the null that ends it; nil when it failed or was skipped after a failure.
    private mutating func answer(
        _ patience: inout Patience,
        _ firstError: inout PostgresError?
    ) throws(PostgresError) -> QueryResult? {
        guard let result = try next(&patience) else { throw abandon(.executing) }
        let status = PQresultStatus(result.handle)
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_ABORTED: break
        default:
            let error = try error(of: result)
            firstError = firstError ?? error
        }
        guard try next(&patience) == nil else { throw abandon(.executing) }
        guard firstError == nil else { return nil }
        return result
    }
}
