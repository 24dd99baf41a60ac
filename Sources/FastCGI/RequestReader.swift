/// Reads the records of a connection, one request after another.
///
/// The records are read here and not by libfcgi, of which was seen (2.4.2): a FCGI_GET_VALUES with many
/// names overruns its buffer and aborts the process; the content of an unknown management record is
/// taken for the body; an empty record of another request swallows the next piece of the body; what
/// it has buffered is lost between requests of a kept connection, so that an unread body is
/// then read as records, and a client's upload could pose as a request; nothing has a time limit.
final class RequestReader {
    typealias Interruption = Intake.Interruption

    /// A request whose parameters have arrived and hold what they claim.
    struct Head {
        let requestID: UInt16
        /// Whether the peer wants to send another request over the same connection.
        let keepsConnection: Bool
        let parameters: [UInt8]
    }

    enum BodyState {
        case open, complete
        /// Ended by the peer before it was complete; the connection may carry another request.
        case aborted
        /// Ended at a place unknown, so nothing more can be read from the connection.
        case broken
    }

    private(set) var bodyState = BodyState.complete
    let intake: Intake
    private let limits: Limits
    /// What FCGI_GET_VALUES is told about concurrent requests.
    private let concurrency: Int
    private var requestID: UInt16 = 0
    private var unreadContent = 0
    private var padding = 0
    private var strangerCount = 0

    init(limits: Limits, stop: StopSignal, concurrency: Int) {
        self.limits = limits
        self.concurrency = concurrency
        intake = Intake(limits: limits, stop: stop)
    }

    /// Reads up to the end of the next request's parameters.
    func nextHead() throws(Interruption) -> Head {
        bodyState = .complete
        (unreadContent, padding) = (0, 0)  // Of a connection that broke off.
        strangerCount = 0
        intake.grantPatience(.milliseconds(limits.readTimeoutMilliseconds))
        while true {
            let keepsConnection = try begin()
            if let parameters = try readParameters() {
                bodyState = .open
                return Head(
                    requestID: requestID,
                    keepsConnection: keepsConnection,
                    parameters: parameters
                )
            }
            guard keepsConnection else { throw .peerGone }
        }
    }

    /// Reads the next bytes of the body; 0 at its end.
    func readBody(into target: UnsafeMutableRawBufferPointer) throws(Interruption) -> Int {
        guard !target.isEmpty else { return 0 }
        do {
            while bodyState == .open {
                if unreadContent > 0 {
                    let part = UnsafeMutableRawBufferPointer(rebasing: target.prefix(unreadContent))
                    let count = try intake.read(upTo: part)
                    unreadContent -= count
                    return count
                }
                try readBodyRecord()
            }
        } catch {
            bodyState = .broken
            throw error
        }
        guard bodyState == .complete else { throw .peerGone }
        return 0
    }

    // MARK: - Records

    /// Waits for FCGI_BEGIN_REQUEST; returns its keep-connection flag.
    private func begin() throws(Interruption) -> Bool {
        requestID = 0
        while true {
            let record = try nextRecord()
            try countStranger()
            guard record.kind == .beginRequest else {
                try skip(record)
                continue
            }
            guard record.contentByteCount == 8 else { throw .malformed }
            let content = try readContent(of: record)
            let keepsConnection = content[2] & 1 != 0
            let isResponder = content[0] == 0 && content[1] == 1
            if isResponder {
                requestID = record.requestID
                return keepsConnection
            }
            try intake.send(Record.end(record.requestID, .unknownRole))
            guard keepsConnection else { throw .malformed }
        }
    }

    /// Collects the parameters; nil when the peer aborted the request meanwhile.
    private func readParameters() throws(Interruption) -> [UInt8]? {
        var parameters = [UInt8]()
        while true {
            let record = try nextRecord()
            switch record.kind {
            case .parameters where record.contentByteCount == 0:
                try intake.skip(record.paddingByteCount)
                guard parameters.withUnsafeBytes({ NameValuePairs.forEachName(in: $0) }) else {
                    throw .malformed
                }
                return parameters
            case .parameters:
                let byteCount = parameters.count + record.contentByteCount
                guard byteCount <= limits.parameterByteCountMax else { throw .malformed }
                try intake.read(record.contentByteCount, appendingTo: &parameters)
                try intake.skip(record.paddingByteCount)
            case .abortRequest:
                try skip(record)
                try intake.send(Record.end(requestID, .aborted))
                return nil
            default:
                throw .malformed
            }
        }
    }

    private func readBodyRecord() throws(Interruption) {
        try intake.skip(padding)
        padding = 0
        let record = try nextRecord()
        switch record.kind {
        case .input where record.contentByteCount == 0:
            try intake.skip(record.paddingByteCount)
            bodyState = .complete
        case .input:
            unreadContent = record.contentByteCount
            padding = record.paddingByteCount
        case .abortRequest:
            try skip(record)
            bodyState = .aborted
        default:
            throw .malformed
        }
    }

    /// The next record of the request in hand, or any of a request when none is in hand.
    ///
    /// Management records and other requests on the same connection are answered on the way.
    private func nextRecord() throws(Interruption) -> Record {
        while true {
            let record = try intake.readHeader()
            if record.requestID != 0, requestID == 0 || requestID == record.requestID {
                return record
            }
            try answerStranger(record)
        }
    }
}

// MARK: - Records that concern no request in hand

extension RequestReader {
    /// How many a peer may send with one request; else it could keep a thread busy for ever.
    private static let strangerCountMax = 4096
    /// FCGI_GET_VALUES knows three names of about 15 bytes.
    private static let valuesByteCountMax = 1024

    private func answerStranger(_ record: Record) throws(Interruption) {
        try countStranger()
        switch (record.requestID, record.kind) {
        case (0, .getValues):
            guard record.contentByteCount <= Self.valuesByteCountMax else { throw .malformed }
            let names = try readContent(of: record)
            guard let values = values(for: names) else { throw .malformed }
            try intake.send(Record.bytes(.getValuesResult, requestID: 0, content: values))
        case (0, let kind):
            try skip(record)
            let content = [kind.rawValue, 0, 0, 0, 0, 0, 0, 0]
            try intake.send(Record.bytes(.unknownType, requestID: 0, content: content))
        case (let stranger, .beginRequest):
            try skip(record)
            try intake.send(Record.end(stranger, .cannotMultiplex))
        default:
            try skip(record)
        }
    }

    private func countStranger() throws(Interruption) {
        strangerCount += 1
        guard strangerCount <= Self.strangerCountMax else { throw .malformed }
    }

    /// The pairs that answer FCGI_GET_VALUES, names unknown left out; nil when the question is malformed.
    private func values(for names: [UInt8]) -> [UInt8]? {
        var asked = Set<String>()
        let isWhole = names.withUnsafeBytes { bytes in
            NameValuePairs.forEachName(in: bytes) {
                asked.insert(String(decoding: $0, as: UTF8.self))
            }
        }
        guard isWhole else { return nil }
        let known = [
            ("FCGI_MAX_CONNS", concurrency), ("FCGI_MAX_REQS", concurrency), ("FCGI_MPXS_CONNS", 0),
        ]
        return known.filter { asked.contains($0.0) }.flatMap { name, value in
            let text = String(value)
            return [UInt8(name.utf8.count), UInt8(text.utf8.count)] + name.utf8 + text.utf8
        }
    }

    private func skip(_ record: Record) throws(Interruption) {
        try intake.skip(record.contentByteCount + record.paddingByteCount)
    }

    private func readContent(of record: Record) throws(Interruption) -> [UInt8] {
        var content = [UInt8]()
        try intake.read(record.contentByteCount, appendingTo: &content)
        try intake.skip(record.paddingByteCount)
        return content
    }
}
