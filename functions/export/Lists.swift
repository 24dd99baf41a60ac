import Messaging
import Postgres
import Store
import Views
import Web

/// The log.
struct MessageList: ExportedList {
    static let name: StaticString = "messages"
    static let csvPath: StaticString = "/api/export/messages.csv"
    static let linesPath: StaticString = "/api/export/messages.ndjson"
    static let subject = "the log"
    static let reach = Reach.dealerships
    static let fields = MessageFilter.fields + [After.message]

    private let filter: MessageFilter
    private let after: String?

    init(_ query: Form) throws(Problem) {
        (filter, after) = try Problem.gathering(
            { () throws(Problem) in try MessageFilter(query) },
            { () throws(Problem) in try After.message(in: query) }
        )
    }

    func rows(of tenant: TenantID, on connection: inout Connection) throws -> ListExport {
        try .messages(of: tenant, filter, after: after, on: &connection)
    }
}

/// The numbers that are not written to.
struct SuppressionList: ExportedList {
    static let name: StaticString = "suppressions"
    static let csvPath: StaticString = "/api/export/suppressions.csv"
    static let linesPath: StaticString = "/api/export/suppressions.ndjson"
    static let subject = "the numbers that are not written to"
    static let fields = SuppressionFilter.fields + [After.row]

    private let filter: SuppressionFilter
    private let after: Int?

    init(_ query: Form) throws(Problem) {
        (filter, after) = try Problem.gathering(
            { () throws(Problem) in try SuppressionFilter(query) },
            { () throws(Problem) in try After.row(in: query) }
        )
    }

    func rows(of tenant: TenantID, on connection: inout Connection) -> ListExport {
        .suppressions(of: tenant, filter, after: after)
    }
}

/// What customers wrote.
struct ConversationList: ExportedList {
    static let name: StaticString = "conversations"
    static let csvPath: StaticString = "/api/export/conversations.csv"
    static let linesPath: StaticString = "/api/export/conversations.ndjson"
    static let subject = "what customers wrote"
    static let fields = Conversations.Filter.fields + [After.row]

    private let filter: Conversations.Filter
    private let after: Int?

    init(_ query: Form) throws(Problem) {
        (filter, after) = try Problem.gathering(
            { () throws(Problem) in try Conversations.Filter(query) },
            { () throws(Problem) in try After.row(in: query) }
        )
    }

    func rows(of tenant: TenantID, on connection: inout Connection) -> ListExport {
        .conversations(of: tenant, filter, after: after)
    }
}

/// What waits for a person.
struct ParkedList: ExportedList {
    static let name: StaticString = "parked"
    static let csvPath: StaticString = "/api/export/parked.csv"
    static let linesPath: StaticString = "/api/export/parked.ndjson"
    static let subject = "the messages that wait for a person"
    static let fields: [any DescribedField] = [reason, After.message]

    private static let reason = HoldReason.field.optional
    private let reason: HoldReason?
    private let after: String?

    init(_ query: Form) throws(Problem) {
        let (reason, after) = try Input(query: query).read(Self.reason, After.message)
        self.reason = reason.flatMap { HoldReason(rawValue: $0) }
        self.after = after
    }

    func rows(of tenant: TenantID, on connection: inout Connection) -> ListExport {
        .parked(of: tenant, for: reason, after: after)
    }
}

/// How customers rated their visits.
struct RatingList: ExportedList {
    static let name: StaticString = "ratings"
    static let csvPath: StaticString = "/api/export/ratings.csv"
    static let linesPath: StaticString = "/api/export/ratings.ndjson"
    static let subject = "how customers rated their visits"
    static let reach = Reach.dealerships
    static let fields = Ratings.Filter.fields + [After.message]

    private let filter: Ratings.Filter
    private let after: String?

    init(_ query: Form) throws(Problem) {
        (filter, after) = try Problem.gathering(
            { () throws(Problem) in try Ratings.Filter(query) },
            { () throws(Problem) in try After.message(in: query) }
        )
    }

    func rows(of tenant: TenantID, on connection: inout Connection) -> ListExport {
        .ratings(of: tenant, filter, after: after)
    }
}

/// Who changed what.
struct AuditList: ExportedList {
    static let name: StaticString = "audit"
    static let csvPath: StaticString = "/api/export/audit.csv"
    static let linesPath: StaticString = "/api/export/audit.ndjson"
    static let subject = "who changed what"
    static let fields = AuditLog.Filter.fields + [After.row]
    static let scope = Scope.auditRead

    private let filter: AuditLog.Filter
    private let after: Int?

    init(_ query: Form) throws(Problem) {
        (filter, after) = try Problem.gathering(
            { () throws(Problem) in try AuditLog.Filter(query) },
            { () throws(Problem) in try After.row(in: query) }
        )
    }

    func rows(of tenant: TenantID, on connection: inout Connection) -> ListExport {
        .audit(of: tenant, filter, after: after)
    }
}
