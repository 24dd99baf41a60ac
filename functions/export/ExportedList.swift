import Postgres
import Store
import Web

/// A list that can be had as a file: what it is called, what narrows it, and which rows it has.
///
/// The same declaration is given as CSV and as lines of JSON, with the parameters of the list that
/// people see and `after`, by which a file that broke off goes on.
protocol ExportedList: Sendable {
    /// The file's name before the dot.
    static var name: StaticString { get }
    static var csvPath: StaticString { get }
    static var linesPath: StaticString { get }
    /// What it is, as in "Download the log as CSV."
    static var subject: String { get }
    static var fields: [any DescribedField] { get }
    /// Whether it is also for people who see some dealerships only.
    static var reach: Reach { get }
    /// What whoever downloads it must hold.
    static var scope: Scope { get }

    init(_ query: Form) throws(Problem)
    func rows(of tenant: TenantID, on connection: inout Connection) throws -> ListExport
}

extension ExportedList {
    static var reach: Reach { .business }
    static var scope: Scope { .messagesRead }
}

/// The parameter that says where a file broke off.
enum After {
    static let message = Field<String>(
        "after",
        "The id of the last message of a file that broke off: this one goes on after it.",
        schema: .text(36...36),
        expected: "a message id"
    ) { json in json.text.flatMap { UUIDText.isWellFormed($0) ? $0 : nil } }.optional

    static let row = Field<Int>.integer(
        "after",
        1...Int.max,
        "The id of the last row of a file that broke off: this one goes on after it."
    ).optional

    static func message(in query: Form) throws(Problem) -> String? {
        try Input(query: query).read(message)
    }

    static func row(in query: Form) throws(Problem) -> Int? { try Input(query: query).read(row) }
}
