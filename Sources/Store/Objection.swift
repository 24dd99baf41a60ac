import Messaging
import Postgres
import Web

/// What the gate said of a message that does not leave now.
struct Objection: Sendable {
    let messageID: String
    let decision: GateDecision
    /// The recipient's zones, where the decision rests on them.
    let zones: [String]

    /// Writes what the decisions mean for the messages, each with its line on the timeline.
    static func write(
        _ objections: [Objection],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !objections.isEmpty else { return }
        let rows = JSON.array(objections.map(\.json)).serializedText
        try connection.execute(
            """
            WITH said AS (
                SELECT * FROM jsonb_to_recordset(\(rows)::jsonb) AS s (
                    id uuid, status message_status, wait_seconds integer, hold text,
                    error_code text, event text, detail jsonb)
            ), changed AS (
                UPDATE messages m
                   SET status = s.status, hold = s.hold,
                       next_attempt_at = now() + s.wait_seconds * interval '1 second',
                       error_code = coalesce(s.error_code, m.error_code),
                       waits_for = CASE WHEN s.status = 'scheduled' THEN m.waits_for END,
                       finished_at = CASE WHEN s.status <> 'scheduled' THEN now() END
                  FROM said s WHERE m.id = s.id
                RETURNING m.id, m.tenant_id, m.next_attempt_at
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT c.tenant_id, c.id, s.event,
                   s.detail || CASE WHEN c.next_attempt_at IS NULL THEN '{}'::jsonb
                                    ELSE jsonb_build_object('until', iso8601(c.next_attempt_at)) END
              FROM changed c JOIN said s ON s.id = c.id
            """
        )
    }

    private var json: JSON {
        var status = DeliveryStatus.scheduled
        var wait: Int?
        var hold: HoldReason?
        var code: OwnErrorCode?
        let event: String
        var detail: [JSON.Object.Member] = []
        switch decision {
        case .send, .shadow: event = "passed"
        case .wait(let seconds, let rule):
            (event, wait) = ("delayed", seconds)
            detail = [
                .init("rule", .string(rule)), .init("zones", .array(zones.map(JSON.string))),
            ]
        case .park(let reason):
            (event, hold) = ("held", reason)
            detail = [.init("reason", .string(reason.rawValue))]
        case .expire:
            (event, status, code) = ("expired", .expired, .validityExpired)
        case .suppress(let cause):
            (event, status, code) = ("suppressed", .suppressed, OwnErrorCode(cause))
            if case .listed(let reason) = cause {
                detail = [.init("reason", .string(reason.rawValue))]
            }
        }
        if let code { detail.append(.init("errorCode", .string(code.rawValue))) }
        return [
            "id": .string(messageID), "status": .string(status.rawValue),
            "wait_seconds": .optional(wait), "hold": .optional(hold?.rawValue),
            "error_code": .optional(code?.rawValue), "event": .string(event),
            "detail": .object(JSON.Object(detail)),
        ]
    }
}

extension OwnErrorCode {
    /// Why a message was suppressed, as its error.
    fileprivate init(_ cause: SuppressionCause) {
        switch cause {
        case .listed(.optedOut): self = .optedOut
        case .listed: self = .numberSuppressed
        case .frequency: self = .frequencyCap
        }
    }
}
