import JSONParser
import Messaging
import Testing
import Web

@testable import Privacy
@testable import Store
@testable import privacy

@Suite struct `Documents about a customer` {
    private func evidence(
        _ number: String = "+14155172054",
        note: String = "STOP",
        origins: Int = 1
    ) throws -> Evidence {
        Evidence(
            business: "شركة النخبة للسيارات",
            gatheredAt: "2026-11-22T02:00:00.000Z",
            number: try E164(number),
            origins: (0..<origins).map { index in
                .init(
                    at: "2026-11-20T10:00:00.000Z",
                    transactionID: "T-\(index)",
                    kind: .transaction,
                    dealership: nil,
                    completedAt: nil,
                    givenBy: index == 0 ? nil : "key crm",
                    source: index == 0 ? nil : "tekion"
                )
            },
            messages: [],
            replies: [
                .init(
                    at: "2026-11-21T10:00:00.000Z",
                    provider: "twilio",
                    providerMessageID: "SM1",
                    to: "+15005550006",
                    text: note,
                    understoodAs: "stop",
                    cancelledCount: 0
                )
            ],
            optOuts: [
                .init(
                    id: 1,
                    number: number,
                    reason: "opted_out",
                    source: "keyword",
                    note: note,
                    addedBy: "customer",
                    addedAt: "2026-11-21T10:00:00.000Z",
                    releasedBy: nil,
                    releasedAt: nil,
                    releaseNote: nil,
                    isOwnWord: true
                )
            ]
        )
    }

    private func certificate(optOuts: Int = 1, archived: Int = 0) -> Erasure.Certificate {
        .init(
            id: "5c9323e8-1d54-4d18-9f38-0b60b366ac4f",
            mark: String(repeating: "0f", count: 32),
            erasedAt: "2026-11-22T02:00:00.000Z",
            erasedBy: "ada@example.com",
            reason: "Request 17",
            counts: [
                .init(table: "messages", title: "Messages", rows: 2, isRemoved: false),
                .init(table: "message_links", title: "Links in texts", rows: 0, isRemoved: true),
            ],
            cancelledCount: 1,
            optOutCount: optOuts,
            archivedCount: archived
        )
    }

    @Test func `prove that nobody altered the evidence`() throws {
        let pack = EvidencePack(try evidence())
        #expect(pack.digest.utf8.count == 64)
        #expect(EvidencePack(try evidence()).digest == pack.digest)
        #expect(EvidencePack(try evidence(note: "Stop")).digest != pack.digest)
        #expect(pack.json["sha256"]?.text == pack.digest)
    }

    @Test(arguments: [0, 1, 200]) func `have room for any number of origins`(_ count: Int) throws {
        let document = EvidenceDocument(EvidencePack(try evidence(origins: count)))
        let bytes = try document.file.bytes()
        #expect(bytes.starts(with: Array("%PDF".utf8)))
        #expect(try document.file.bytes() == bytes)
    }

    @Test func `tell a long reply as a whole`() throws {
        let long = String(repeating: "wordy ", count: 260)
        let document = EvidenceDocument(EvidencePack(try evidence(note: long)))
        #expect(try document.file.bytes().count > 5_000)
    }

    @Test func `certify what was erased, and what goes on holding`() throws {
        let kept = certificate()
        #expect(try !CertificateDocument(kept, of: "North").file.bytes().isEmpty)
        #expect(kept.statement.contains { $0.contains("go on holding: 1") })
        #expect(kept.statement.contains { $0.contains("cancelled: 1") })
        let bare = certificate(optOuts: 0, archived: 3)
        #expect(bare.statement.contains("There was no opt-out in force."))
        #expect(bare.statement.contains { $0.contains("no copy: 3") })
    }
}
