import Testing
import Web

@Suite struct `Multipart forms` {
    private func body(_ text: String) -> [UInt8] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    @Test func `give their fields and pass files over`() throws {
        let text = """
            --X1
            Content-Disposition: form-data; name="phone"

            (415) 517-2054
            --X1
            Content-Disposition: form-data; name="photo"; filename="a.png"
            Content-Type: image/png

            not for us
            --X1
            content-disposition: form-data; name=note

            two
            lines
            --X1--

            """
        let form = try #require(MultipartForm.fields(of: body(text), boundary: "X1"))
        #expect(form.pairs.map(\.name) == ["phone", "note"])
        #expect(form["phone"] == "(415) 517-2054")
        #expect(form["note"] == "two\r\nlines")
    }

    @Test(arguments: ["", "--X1", "--X1\r\n", "--X1\r\n\r\nx", "--X2--", "--X1\r\n--X1--"])
    func `that do not end are none`(_ text: String) {
        #expect(MultipartForm.fields(of: Array(text.utf8), boundary: "X1") == nil)
    }

    @Test func `name their boundary in the media type`() {
        #expect(MultipartForm.boundary(in: "multipart/form-data; boundary=abc") == "abc")
        let quoted = "Multipart/Form-Data; charset=x; boundary=\"a b\""
        #expect(MultipartForm.boundary(in: quoted) == "a b")
        #expect(MultipartForm.boundary(in: "application/json") == nil)
        #expect(MultipartForm.boundary(in: "multipart/form-data") == nil)
    }
}
