import Messaging
import Routing
import Testing
import Views
import Web

@testable import Store

@Suite struct `A message as it is shown` {
    private func record(
        _ status: DeliveryStatus,
        errorCode: String? = nil,
        amount: Money? = nil,
        contentRemovedAt: String? = nil
    ) -> MessageRecord {
        MessageRecord(
            id: "0190163d-8694-739b-aea5-966c26f8ad90",
            transactionID: "T-1",
            kind: .transaction,
            customerName: nil,
            recipient: "+15005550006",
            dealershipName: "North",
            salesRepName: nil,
            language: "es",
            channel: .sms,
            amount: amount,
            status: status,
            body: nil,
            contentRemovedAt: contentRemovedAt,
            receivedAt: "2026-11-20T10:00:00.000Z",
            dueAt: "2026-11-21T10:00:00.000Z",
            nextAttemptAt: "2026-11-21T10:00:00.000Z",
            sentAt: nil,
            finishedAt: nil,
            attemptCount: 2,
            errorCode: errorCode,
            segments: nil,
            estimate: nil,
            price: nil,
            provider: nil,
            providerMessageID: nil,
            receivedMicros: 0
        )
    }

    @Test func `has every member, null where nothing is known`() throws {
        let amount = try Money(decimal: "25000", currency: .usd)
        #expect(
            record(.scheduled, amount: amount).json == [
                "id": "0190163d-8694-739b-aea5-966c26f8ad90", "transactionId": "T-1",
                "kind": "transaction", "customerName": nil, "customerPhone": "+15005550006",
                "dealershipName": "North", "salesRepName": nil, "language": "es",
                "channel": "sms",
                "amount": "25000.00", "currency": "USD", "status": "scheduled", "body": nil,
                "contentRemovedAt": nil,
                "receivedAt": "2026-11-20T10:00:00.000Z", "dueAt": "2026-11-21T10:00:00.000Z",
                "nextAttemptAt": "2026-11-21T10:00:00.000Z", "sentAt": nil, "finishedAt": nil,
                "attempts": 2, "errorCode": nil, "errorMessage": nil, "errorAdvice": nil,
                "segments": nil, "estimate": nil, "price": nil, "provider": nil, "retryable": false,
                "providerMessageId": nil,
            ]
        )
    }

    @Test func `is described by its schema, member by member`() {
        guard case .object(let shown) = record(.sent).json,
            case .object(let described)? = MessageRecord.schema.json["properties"]
        else {
            Issue.record("not objects")
            return
        }
        #expect(shown.members.map(\.name) == described.members.map(\.name))
    }

    @Test(arguments: DeliveryStatus.allCases)
    func `can be sent again when it failed`(_ status: DeliveryStatus) {
        let isFailed = status == .failed || status == .undelivered
        #expect(record(status).json["retryable"] == .bool(isFailed))
        let forgotten = record(status, contentRemovedAt: "2026-11-20T02:00:00.000Z")
        #expect(forgotten.json["retryable"] == false, "What has no text cannot be sent.")
    }

    @Test func `explains its error`() {
        let json = record(.failed, errorCode: "21211").json
        #expect(json["errorCode"] == "21211")
        #expect(json["errorMessage"]?.text?.isEmpty == false)
        #expect(json["errorAdvice"]?.text?.isEmpty == false)
    }

    @Test(arguments: [
        ("received", "{}", "Transaction received"),
        ("reported", #"{"status":"delivered"}"#, "Delivered"),
        ("reported", #"{"status":"strange"}"#, "Status report"),
        ("reported", "rubbish", "Status report"), ("newKind", "{}", "newKind"),
    ])
    func `has a timeline that a person can read`(
        _ kind: String,
        _ detail: String,
        _ title: String
    ) {
        let line = TimelineLine(at: "2026-11-20T10:00:00.000Z", kind: kind, detail: detail)
        let json = MessageDetail(
            record: record(.sent),
            attempts: [],
            timeline: [line],
            billed: nil
        ).json
        guard case .array(let lines)? = json["timeline"] else { return }
        #expect(lines.first?["title"]?.text == title)
        #expect(json["twilio"] == JSON.null)
    }

    @Test(arguments: TimelineEvent.Kind.allCases)
    func `has a title for every kind of line`(_ kind: TimelineEvent.Kind) {
        #expect(!kind.title.isEmpty)
        #expect(kind.title != kind.rawValue)
    }

    @Test func `shows the provider's last word`() {
        let attempts = [1, 2].map { number in
            AttemptRecord(
                number: number,
                provider: "twilio",
                state: .accepted,
                status: .undelivered,
                startedAt: "2026-11-20T10:00:00.000Z",
                endedAt: nil,
                milliseconds: 12,
                httpStatus: 201,
                errorCode: "30003",
                errorMessage: nil,
                providerMessageID: "SM\(number)",
                sender: nil
            )
        }
        let json = MessageDetail(
            record: record(.sent),
            attempts: attempts,
            timeline: [],
            billed: try? Money(decimal: "0.0079", currency: .usd)
        ).json
        #expect(json["billed"]?["amount"] == "0.0079")
        #expect(json["twilio"]?["sid"] == "SM2")
        #expect(json["twilio"]?["status"] == "undelivered")
        // Where the provider said only the code, the catalogue says what it means.
        #expect(json["twilio"]?["errorMessage"]?.text?.isEmpty == false)
    }
}
