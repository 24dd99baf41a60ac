import JSONParser
import Web

func takeJSON(_ bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes) else { return }
    var written: [UInt8] = []
    json.append(to: &written)
    let again = try? JSON(parsing: written)
    expect(again == json, "JSON that was read and written reads the same")
}

func takeForms(_ bytes: [UInt8]) {
    let text = text(bytes)
    for pair in Form(decoding: text).pairs {
        let coded = PercentCoding.encode(pair.value)
        expect(PercentCoding.decode(coded) == pair.value, "what is encoded decodes to the same")
        _ = Form.bytes(of: pair.name, in: text)
    }
    let headers: Headers = ["content-type": text, "cookie": text]
    let request = Request(method: .post, path: text, rawQuery: text, headers: headers, body: bytes)
    _ = (request.mediaType, request.cookie("session"), request.query.all("a"))
    _ = PathTemplate("/api/messages/{id}/route").match(text)
    if let boundary = MultipartForm.boundary(in: text) {
        _ = MultipartForm.fields(of: bytes, boundary: boundary)
    }
    _ = MultipartForm.fields(of: bytes, boundary: "seam")
}

func takeCSV(_ bytes: [UInt8]) {
    guard let file = try? CSV(bytes) else { return }
    for record in file.records {
        let line = CSV.line(record.fields)
        // A cell that a spreadsheet would take for a formula is written with a quote before it.
        let formula = "=+-@\t\r".unicodeScalars
        guard record.fields.allSatisfy({ !formula.contains($0.unicodeScalars.first ?? " ") }) else {
            continue
        }
        let again = try? CSV(Array((CSV.line(file.header.indices.map(String.init)) + line).utf8))
        expect(
            again?.records.first?.fields == record.fields || record.fields.allSatisfy(\.isEmpty),
            "a line that was read and written reads the same"
        )
    }
}
