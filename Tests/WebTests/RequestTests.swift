import Testing
import Web

@Suite struct `Header fields` {
    @Test func `are found whatever their case`() {
        let headers: Headers = ["Content-Type": "text/csv", "X-Api-Key": "k"]
        #expect(headers["content-type"] == "text/csv")
        #expect(headers["CONTENT-TYPE"] == "text/csv")
        #expect(headers["content"] == nil)
    }

    @Test func `may repeat, until one is set`() {
        var headers = Headers()
        headers.add("Set-Cookie", "a=1")
        headers.add("set-cookie", "b=2")
        #expect(headers.fields.map(\.value) == ["a=1", "b=2"])
        #expect(headers["Set-Cookie"] == "a=1")
        headers["SET-COOKIE"] = "c=3"
        #expect(headers.fields.map(\.value) == ["c=3"])
        headers["set-cookie"] = nil
        #expect(headers.fields.isEmpty)
    }
}

@Suite struct `A request` {
    private func request(_ name: String, _ value: String) -> Request {
        var headers = Headers()
        headers.add(name, value)
        return Request(method: .get, path: "/", headers: headers)
    }

    @Test(arguments: [
        ("sms=abc", "abc"), ("other=1; sms=abc", "abc"), ("other=1;sms=abc;more=2", "abc"),
        ("sms=a=b==", "a=b=="),  // only the first equals sign divides
        ("xsms=no; sms=yes", "yes"), ("sms=first; sms=second", "first"),
        ("sms", nil), ("sms=", nil), ("", nil), (";;=;", nil), ("SMS=abc", nil),
    ])
    func `finds its cookies`(_ header: String, _ value: String?) {
        #expect(request("Cookie", header).cookie("sms") == value)
    }

    @Test func `without cookies has none`() {
        #expect(Request(method: .get, path: "/").cookie("sms") == nil)
    }

    @Test(arguments: [
        ("application/json", "application/json"),
        ("Application/JSON; charset=utf-8", "application/json"),
        ("application/x-www-form-urlencoded ;x", "application/x-www-form-urlencoded"),
        ("", nil),
    ])
    func `tells the media type without its parameters`(_ header: String, _ type: String?) {
        #expect(request("content-type", header).mediaType == type)
    }

    @Test func `decodes its query`() {
        let request = Request(method: .get, path: "/", rawQuery: "a=%2B1&b=x+y")
        #expect(request.query == Form([.init("a", "+1"), .init("b", "x y")]))
    }
}
