import Statistics
import Store
import Web

/// What a file is called where it is saved.
struct FileName: Sendable, Hashable {
    let text: String

    /// A header's parameter of that name: plain, and with every script for those who read it (RFC 6266).
    var headerParameter: String {
        let plain = text.map { $0.isASCII ? $0 : "_" }
        let encoded = text.utf8.map { byte -> String in
            let isSafe = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            guard !isSafe, byte != UInt8(ascii: "-"), byte != UInt8(ascii: ".") else {
                return String(decoding: [byte], as: UTF8.self)
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%\(digits.count == 1 ? "0" : "")\(digits)"
        }
        return "filename=\"\(String(plain))\"; filename*=UTF-8''\(encoded.joined())"
    }
}

extension ReportDocument {
    /// Such as `sunrise-motors-2026-11-09-to-2026-11-15.pdf`.
    var fileName: FileName {
        let words = report.business.lowercased().split { !$0.isLetter && !$0.isNumber }
        let name = words.joined(separator: "-").prefix(60)
        let days = "\(report.range.first)-to-\(report.range.last)"
        return FileName(text: "\(name.isEmpty ? "report" : String(name))-\(days).pdf")
    }
}
