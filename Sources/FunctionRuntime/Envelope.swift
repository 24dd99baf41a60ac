import FastCGI
import Web

/// What the gateway says of a request, before its body is read.
struct Envelope {
    let method: String
    let rawPath: String
    let rawQuery: String
    let requestID: String
    private let headers: Headers
    private let remoteAddress: String

    init(_ exchange: borrowing Exchange) {
        var headers = Headers()
        exchange.forEachParameter { name, value in
            if name.hasPrefix("HTTP_") {
                headers.add(name.dropFirst(5).replacing("_", with: "-").lowercased(), value)
            }
        }
        if let type = exchange.parameter("CONTENT_TYPE"), !type.isEmpty {
            headers.add("content-type", type)
        }
        self.headers = headers
        method = exchange.parameter("REQUEST_METHOD") ?? ""
        let target = exchange.parameter("REQUEST_URI") ?? "/"
        rawPath = String(target.prefix { $0 != "?" && $0 != "#" })
        rawQuery = exchange.parameter("QUERY_STRING") ?? ""
        remoteAddress = exchange.parameter("REMOTE_ADDR") ?? ""
        requestID = exchange.parameter("REQUEST_ID") ?? ""
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
