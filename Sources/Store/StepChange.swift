import Messaging
import Postgres
import Web

/// A step of a message's life on its way into the rows.
struct StepChange {
    private let step: Step
    private let item: Progressing.Item

    init(_ step: Step, of item: Progressing.Item) {
        self.step = step
        self.item = item
    }

    /// What went wrong with the attempt, if anything did.
    var fault: (messageID: String, fault: Fault)? {
        step.attempt.fault.map { (item.messageID, $0) }
    }

    /// Writes steps that follow each other: of several for one row, the last one holds.
    static func write(
        _ changes: [StepChange],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !changes.isEmpty else { return }
        let messages = JSON.array(newest(of: changes, by: \.item.messageID).map(\.message))
        let attempts = JSON.array(newest(of: changes, by: \.attemptKey).map(\.attempt))
        let events = JSON.array(changes.flatMap(\.events))
        try connection.execute(writeMessages(messages.serializedText))
        try connection.execute(writeAttempts(attempts.serializedText))
        try connection.execute(writeEvents(events.serializedText))
    }

    private static func newest(
        of changes: [StepChange],
        by key: KeyPath<StepChange, String>
    ) -> [StepChange] {
        var last: [String: StepChange] = [:]
        for change in changes {
            last[change[keyPath: key]] = change.keeping(last[change[keyPath: key]])
        }
        return Array(last.values)
    }

    /// The step, with what an earlier one knew and this one does not say.
    private func keeping(_ earlier: StepChange?) -> StepChange {
        guard let earlier else { return self }
        var step = self.step
        step.receipt = step.receipt ?? earlier.step.receipt
        step.isFreeAttempt = step.isFreeAttempt || earlier.step.isFreeAttempt
        if step.plan == .asItIs { step.plan = earlier.step.plan }
        if step.check == .asItIs { step.check = earlier.step.check }
        if step.messageStatus == earlier.step.messageStatus {
            step.fault = step.fault ?? earlier.step.fault
        }
        return StepChange(step, of: item)
    }

    // MARK: - The rows

    private var attemptKey: String { "\(item.messageID) \(item.attemptNumber)" }

    private var message: JSON {
        var wait: Int?
        if case .attempt(let seconds) = step.plan { wait = seconds }
        return [
            "id": .string(item.messageID), "status": .string(step.messageStatus.rawValue),
            "is_final": .bool(step.messageStatus.isFinal),
            "keeps_plan": .bool(step.plan == .asItIs), "wait_seconds": .optional(wait),
            "error_code": .optional(step.fault?.code), "frees": .bool(step.isFreeAttempt),
            "segments": .optional(step.receipt?.segments),
            "price_micros": .optional(step.receipt?.price?.micros),
            "price_currency": .optional(step.receipt?.price?.currency.code),
        ]
    }

    private var attempt: JSON {
        var wait: Int?
        if case .inSeconds(let seconds) = step.check { wait = seconds }
        return [
            "message_id": .string(item.messageID), "number": .int(item.attemptNumber),
            "state": .string(step.attempt.state.rawValue),
            "status": .optional(step.attempt.status?.rawValue),
            "provider_message_id": .optional(step.attempt.providerMessageID),
            "sender": .optional(step.receipt?.sender), "check_count": .int(step.attempt.checkCount),
            "keeps_check": .bool(step.check == .asItIs), "check_in_seconds": .optional(wait),
            "error_code": .optional(step.attempt.fault?.code),
            "error_message": .optional(step.attempt.fault?.message),
            "error_class": .optional(step.attempt.fault?.errorClass.rawValue),
            "milliseconds": .optional(item.call.milliseconds),
            "http_status": .optional(item.call.httpStatus),
        ]
    }

    private var events: [JSON] {
        step.events.map { event in
            let facts = event.detail.sorted { $0.key < $1.key }
                .map { JSON.Object.Member($0.key, .string($0.value)) }
            let attempt = JSON.Object.Member("attempt", .string(String(item.attemptNumber)))
            return [
                "message_id": .string(item.messageID), "kind": .string(event.kind.rawValue),
                "detail": .object(JSON.Object([attempt] + facts)),
            ]
        }
    }
}

// MARK: - The statements

/// The error stays until another status takes its place; a message that came through has none.
private func writeMessages(_ rows: String) -> SQL {
    """
    UPDATE messages m
       SET status = c.status,
           next_attempt_at = CASE WHEN c.keeps_plan THEN m.next_attempt_at
                                  ELSE now() + c.wait_seconds * interval '1 second' END,
           free_attempts = m.free_attempts + c.frees::int,
           error_code = CASE WHEN c.status IN ('sent', 'delivered') THEN NULL
                             ELSE coalesce(c.error_code, m.error_code) END,
           segments = coalesce(nullif(c.segments, 0), m.segments),
           price_micros = coalesce(c.price_micros, m.price_micros),
           price_currency = coalesce(c.price_currency, m.price_currency),
           sent_at = CASE WHEN c.status IN ('sending', 'sent', 'delivered', 'undelivered')
                          THEN coalesce(m.sent_at, now()) ELSE m.sent_at END,
           finished_at = CASE WHEN c.is_final THEN coalesce(m.finished_at, now()) END
      FROM jsonb_to_recordset(\(rows)::jsonb) AS c (
               id uuid, status message_status, is_final boolean, keeps_plan boolean,
               wait_seconds integer, error_code text, frees boolean, segments smallint,
               price_micros bigint, price_currency text)
     WHERE m.id = c.id
    """
}

private func writeAttempts(_ rows: String) -> SQL {
    """
    UPDATE attempts a
       SET state = c.state, status = c.status,
           provider_message_id = coalesce(a.provider_message_id, c.provider_message_id),
           sender = coalesce(c.sender, a.sender),
           check_at = CASE WHEN c.keeps_check THEN a.check_at
                           ELSE now() + c.check_in_seconds * interval '1 second' END,
           check_count = c.check_count,
           error_code = c.error_code,
           -- A provider may name the number; whoever was erased has none any more.
           error_message = CASE WHEN a.recipient LIKE '+%' THEN c.error_message END,
           error_class = c.error_class,
           delivered_at = CASE WHEN c.status = 'delivered'
                               THEN coalesce(a.delivered_at, now()) END,
           milliseconds = coalesce(a.milliseconds, c.milliseconds),
           http_status = coalesce(a.http_status, c.http_status),
           ended_at = CASE WHEN c.state <> 'started' THEN coalesce(a.ended_at, now()) END
      FROM jsonb_to_recordset(\(rows)::jsonb) AS c (
               message_id uuid, number smallint, state attempt_state, status message_status,
               provider_message_id text, sender text, check_count smallint,
               keeps_check boolean, check_in_seconds integer, error_code text, error_message text,
               error_class text, milliseconds integer, http_status smallint)
     WHERE a.message_id = c.message_id AND a.number = c.number
    """
}

private func writeEvents(_ rows: String) -> SQL {
    """
    INSERT INTO message_events (tenant_id, message_id, kind, detail)
    SELECT m.tenant_id, e.message_id, e.kind, e.detail
      FROM ROWS FROM (jsonb_to_recordset(\(rows)::jsonb)
               AS (message_id uuid, kind text, detail jsonb)) WITH ORDINALITY
               AS e (message_id, kind, detail, place)
      JOIN messages m ON m.id = e.message_id
     ORDER BY e.place
    """
}
