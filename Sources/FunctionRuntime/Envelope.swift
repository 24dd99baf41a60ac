import FastCGI
import Web

/// What the gateway says of a request, before its body is read.
struct Envelope {
    private(set) var method = ""
    private(set) var rawPath = "/"
    private(set) var rawQuery = ""
    private(set) var requestID = ""
    private var headers = Headers()
    private var remoteAddress = ""

    init(_ exchange: borrowing Exchange) {
        exchange.forEachParameter { name, value in
            switch name {
            case "REQUEST_METHOD": method = value
            case "REQUEST_URI": rawPath = String(value.prefix { $0 != "?" && $0 != "#" })
            case "QUERY_STRING": rawQuery = value
            case "REMOTE_ADDR": remoteAddress = value
            case "REQUEST_ID": requestID = value
            case "CONTENT_TYPE" where !value.isEmpty: headers.add("content-type", value)
            case _ where name.hasPrefix("HTTP_"): headers.add(Self.fieldName(of: name), value)
            default: break
            }
        }
    }

    /// The header field that became a parameter such as `HTTP_X_API_KEY` (RFC 3875, section 4.1.18).
    private static func fieldName(of parameter: String) -> String {
        let letters = parameter.utf8.dropFirst(5)
        return String(unsafeUninitializedCapacity: letters.count) { name in
            for (index, letter) in letters.enumerated() {
                name[index] =
                    switch letter {
                    case UInt8(ascii: "_"): UInt8(ascii: "-")
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter | 0x20
                    default: letter
                    }
            }
            return letters.count
        }
    }

    func request(body: [UInt8]) throws(Problem) -> Request {
        guard let method = Method(rawValue: method) else {
            throw Problem(.methodNotAllowed, "method-not-allowed", "This method is not known.")
        }
        return Request(
            method: method,
            path: PercentCoding.decode(rawPath),
            rawQuery: rawQuery,
            headers: headers,
            body: body,
            id: requestID,
            remoteAddress: remoteAddress
        )
    }
}
