import Crypto
import FieldMapping
import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Sends a sample's message now, as a test, and to a number of one's own: a sample is about a real
/// customer as often as not.
struct SendSample: Endpoint {
    private static func phone(_ region: String) -> Field<E164> {
        .phone("phone", region: region, "Who gets it, instead of the sample's customer.")
    }

    static let route = Route(
        .post,
        "/api/sources/{source}/test",
        "Send a sample's message as a test.",
        access: .scope(.messagesWrite),
        bodyByteCountMax: 256 * 1024,
        request: .fields(Sample.described + [phone("US")]),
        answers: [
            .init(
                .accepted,
                "It is on its way.",
                .object([
                    "success": .boolean, "message": .string, "messageId": .string,
                    "transactionId": .string, "status": .string,
                ])
            )
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = Desk(try platform.database) }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let sample = try Sample(request, at: desk)
        let profile = try desk.database.forTenant(tenant) { connection in
            try TenantProfile.find(of: tenant, on: &connection)
        }
        let (phone, read) = try Problem.gathering(
            { () throws(Problem) in
                try request.input().read(Self.phone(profile?.defaultRegion ?? "US"))
            },
            { () throws(Problem) in
                try desk.reader(for: request).read(sample.posting, for: request)
            }
        )
        let now = WallClock.milliseconds
        let id = UUIDv7.make(nowMilliseconds: now)
        var transaction = ArrivingTransaction(
            tenant: tenant,
            transactionID: id,
            messageID: UUIDv7.make(nowMilliseconds: now),
            externalID: "test-\(id)",
            customerPhone: phone
        )
        transaction.kind = .test
        transaction.customerName = read.customerName
        transaction.dealershipName = read.dealershipName
        transaction.salesRepName = read.salesRepName
        transaction.amount = read.amount
        transaction.language = read.language
        transaction.requestID = request.id
        transaction.postedBy = request.caller.name
        let stored = try desk.store([transaction])[0]
        return .json(
            [
                "success": true, "message": "The test message is on its way.",
                "messageId": .string(stored.messageID),
                "transactionId": .string(transaction.externalID),
                "status": .string(stored.status.rawValue),
            ],
            .accepted
        )
    }
}
