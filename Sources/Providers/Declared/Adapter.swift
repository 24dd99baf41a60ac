import HTTPClient
import Messaging

/// A provider as data: how it is spoken to, what its answers mean, and how its calls are proven.
///
/// It is read from a JSON document, which an administrator may write and change at run time; see
/// `Adapter(_:)` for what stands where.
struct Adapter: Sendable {
    /// Stands before the provider's error codes.
    let name: String
    let fields: [AccountField]
    let send: Call
    let answer: AnswerRules
    let errors: ErrorRules
    let statuses: StatusWords
    let fetch: FetchRules?
    let reports: ReportRules?
    let inbound: InboundRules?
    let handshake: Handshake?
    /// What calls to us are answered with.
    let reply: Reply
    let signature: SignatureScheme
}

extension Adapter {
    /// A request to the provider.
    struct Call: Sendable {
        let method: HTTPRequest.Method
        let url: TextTemplate
        let query: ValueTemplate?
        let headers: ValueTemplate?
        let authentication: Authentication
        let body: Body
        let timeoutSeconds: Int
    }

    enum Authentication: Sendable {
        case none
        case basic(name: TextTemplate, password: TextTemplate)
    }

    enum Body: Sendable {
        case none
        case form(ValueTemplate)
        case json(ValueTemplate)
        case xml(TextTemplate)
        case text(TextTemplate)
    }

    enum Format: String, Sendable, CaseIterable { case json, xml, text }

    /// What the end of a sending means.
    struct AnswerRules: Sendable {
        var format = Format.json
        /// HTTP statuses with which the provider takes a message, if all conditions hold as well.
        var acceptedHTTP = StatusRange([200...299])
        /// HTTP statuses that prove that it has not taken it; the others prove nothing.
        ///
        /// 429 is asked to be slower, and 408 may come from something in between.
        var refusedHTTP = StatusRange([400...407, 409...499])
        var conditions: [Condition] = []
        var acceptedShapes: [TextShape] = []
        var refusedShapes: [TextShape] = []
        /// Nil where the provider gives none: ours then serves.
        var id: Extract?
        var details = Details()
    }

    /// What may stand beside an id.
    struct Details: Sendable {
        var status: Extract?
        var code: Extract?
        var message: Extract?
        var segments: Extract?
        var price: Extract?
        var currency: Extract?
        var sender: Extract?
    }

    /// How a provider is asked what became of a message.
    struct FetchRules: Sendable {
        let call: Call
        let format: Format
        let absentHTTP: StatusRange
        let details: Details
    }

    enum ReportFormat: String, Sendable, CaseIterable { case json, xml, form }

    /// Where reports stand in a call to us.
    struct ReportRules: Sendable {
        let format: ReportFormat
        let items: DocumentPath?
        let conditions: [Condition]
        let id: Extract?
        let reference: Extract?
        let details: Details
    }

    /// Where people's messages stand in a call to us.
    struct InboundRules: Sendable {
        let format: ReportFormat
        let items: DocumentPath?
        let conditions: [Condition]
        let id: Extract?
        let from: Extract
        let to: Extract
        let body: Extract
        /// Says that the body is UTF-16, high byte first, where it says `UTF-16BE`.
        let charset: Extract?
    }

    /// A call by which the provider asks, once, whether we are we.
    struct Handshake: Sendable {
        let condition: Condition
        /// Where the call has the word that both of us know.
        let token: Extract
        let expected: TextTemplate
        let answer: Extract
    }

    struct Reply: Sendable {
        var status = 200
        var mediaType = "text/plain"
        var body = ""
    }
}

/// HTTP statuses: single ones and whole classes such as `4xx`.
struct StatusRange: Sendable, Hashable {
    private var ranges: [ClosedRange<Int>]

    init(_ ranges: [ClosedRange<Int>]) { self.ranges = ranges }

    /// Reads `202` or `4xx`; nil for anything else.
    static func range(_ text: String) -> ClosedRange<Int>? {
        if text.utf8.count == 3, text.hasSuffix("xx"), let hundreds = text.first?.wholeNumberValue,
            (1...5).contains(hundreds)
        {
            return hundreds * 100...hundreds * 100 + 99
        }
        return Int(text).flatMap { (100...599).contains($0) ? $0...$0 : nil }
    }

    func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }
}

/// What a provider's error codes ask of us, where the catalogue does not know them.
struct ErrorRules: Sendable, Hashable {
    var classes: [String: ErrorClass] = [:]
    /// Codes by which the account as a whole is refused.
    var stopping: Set<String> = []
}
