import Glibc
import HTTPClient
import JSONParser
import Messaging
import Testing
import Web

@testable import Providers

/// What was agreed with one provider.
///
/// An account, requests and answers in its recorded shape, and its calls to us. Each is a file in
/// `Contracts`.
struct Contract: Sendable, CustomTestStringConvertible {
    let name: String
    let json: JSON

    var testDescription: String { name }

    static let all: [Contract] = files().compactMap { name in
        read("Contracts/\(name)").map { Contract(name: String(name.dropLast(5)), json: $0) }
    }

    var kind: String { json["kind"]?.text ?? "" }
    var answers: [JSON] { list("answers") }
    var callbacks: [JSON] { list("callbacks") }

    func provider() throws -> any Provider {
        try Providers.make(
            ProviderAccount(
                name: "acct",
                kind: kind,
                settings: texts("settings"),
                secrets: texts("secrets"),
                document: json["document"]
            )
        )
    }

    /// The message that all contracts are about.
    func message(_ body: String = "Grüße & more") throws -> OutboundMessage {
        OutboundMessage(
            id: "0193a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
            attempt: 2,
            to: try E164("+15005550006"),
            body: body,
            callbackURL: "https://sms.example/webhook/status/acct"
        )
    }

    private func texts(_ name: String) -> [String: String] {
        guard case .object(let object)? = json[name] else { return [:] }
        return Dictionary(object.members.map { ($0.name, $0.value.text ?? "") }) { $1 }
    }

    private func list(_ name: String) -> [JSON] {
        guard case .array(let elements)? = json[name] else { return [] }
        return elements
    }

    // MARK: - Files

    static func read(_ path: String) -> JSON? {
        guard let file = fopen("\(folder)/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer.prefix(count)
        }
        return try? JSON(parsing: bytes)
    }

    private static func files() -> [String] {
        guard let directory = opendir("\(folder)/Contracts") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".json") { names.append(name) }
        }
        return names.sorted()
    }

    private static let folder = "\(#filePath)".split(separator: "/").dropLast()
        .reduce("") { "\($0)/\($1)" }
}

// MARK: - What happened, in the contracts' words

extension SendResult {
    var json: JSON {
        switch self {
        case .accepted(let receipt):
            ["accepted": .members([.init("id", .string(receipt.id.rawValue))] + receipt.facts)]
        case .refused(let refusal):
            [
                "refused": [
                    "code": .string(refusal.fault.code),
                    "class": .string(refusal.fault.errorClass.rawValue),
                    "stops": .bool(refusal.stopsAccount),
                ]
            ]
        case .throttled(let seconds): ["throttled": .optional(seconds)]
        case .notSent: "notSent"
        case .ambiguous: "ambiguous"
        }
    }
}

extension FetchResult {
    var json: JSON {
        switch self {
        case .found(let message):
            ["found": .members(message.receipt.facts + (message.fault?.facts ?? []))]
        case .absent: "absent"
        case .unavailable: "unavailable"
        }
    }
}

extension Callback {
    var json: JSON {
        var members: [JSON.Object.Member] = []
        if !reports.isEmpty { members.append(.init("reports", .array(reports.map(\.json)))) }
        if !arrivals.isEmpty { members.append(.init("arrivals", .array(arrivals.map(\.json)))) }
        if case .bytes(let bytes) = answer.body, !bytes.isEmpty {
            members.append(.init("answer", .string(String(decoding: bytes, as: UTF8.self))))
        }
        return .object(JSON.Object(members))
    }
}

extension StatusReport {
    fileprivate var json: JSON {
        var members: [JSON.Object.Member] = [
            .init("id", .string(id.rawValue)), .init("status", .optional(status?.rawValue)),
        ]
        if let fault {
            members.append(.init("class", .string(fault.errorClass.rawValue)))
            members += fault.facts
        }
        if let reference { members.append(.init("reference", .string("\(reference)"))) }
        if let price { members.append(.init("price", .string("\(price)"))) }
        if let segments { members.append(.init("segments", .int(segments))) }
        return .members(members)
    }
}

extension InboundMessage {
    fileprivate var json: JSON {
        [
            "id": .string(id), "from": .string(from), "to": .string(to), "body": .string(body),
        ]
    }
}

extension ProviderReceipt {
    fileprivate var facts: [JSON.Object.Member] {
        var members = [JSON.Object.Member("status", .string(status.rawValue))]
        if let segments { members.append(.init("segments", .int(segments))) }
        if let price { members.append(.init("price", .string("\(price)"))) }
        if let sender { members.append(.init("sender", .string(sender))) }
        return members
    }
}

extension Fault {
    fileprivate var facts: [JSON.Object.Member] { [.init("code", .string(code))] }
}

extension JSON {
    fileprivate static func members(_ members: [Object.Member]) -> JSON { .object(Object(members)) }

    /// The same with the members of every object in one order, so that it may be compared.
    var sorted: JSON {
        switch self {
        case .object(let object):
            .object(
                Object(
                    object.members.map { .init($0.name, $0.value.sorted) }
                        .sorted { $0.name < $1.name }
                )
            )
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }
}
