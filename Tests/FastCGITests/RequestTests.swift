import Testing

/// What well-behaved peers may send.
@Suite struct `A FastCGI request` {
    @Test(arguments: [true, false])
    func `is answered on a blocking and on a nonblocking socket`(isBlocking: Bool) throws {
        let fixture = try FixtureProcess(isBlocking: isBlocking)
        for _ in 0..<20 {
            #expect(try fixture.isWell())
        }
    }

    @Test func `carries its parameters, repaired where they are not UTF-8`() throws {
        let fixture = try FixtureProcess()
        var odd = Wire.pair("ODD", "?")
        odd[odd.count - 1] = 0xff
        let content = Wire.pair("SCRIPT_NAME", "/parameters") + Wire.pair("EMPTY", "") + odd
        let answer = try fixture.answer(to: Wire.begin() + Wire.stream(4, content) + Wire.input([]))
        #expect(
            answer.text
                == "FCGI_ROLE=RESPONDER\nSCRIPT_NAME=/parameters\nEMPTY=\nODD=\u{fffd}"
        )
    }

    @Test(arguments: [1, 7, 8, 1000, 65_535], [0, 3, 255])
    func `may be cut into records of any size`(size: Int, padding: Int) throws {
        let fixture = try FixtureProcess()
        let parameters = [
            ("SCRIPT_NAME", "/parameters"), ("LONG", String(repeating: "l", count: 5_000)),
        ]
        let answer = try fixture.answer(
            to: Wire.begin() + Wire.parameters(parameters, size: size, padding: padding)
                + Wire.input([])
        )
        #expect(answer.text == "FCGI_ROLE=RESPONDER\nSCRIPT_NAME=/parameters\nLONG=5000 bytes")
    }

    @Test func `may arrive byte by byte`() throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        peer.sendByteByByte(Wire.request("/body", query: "100", body: [1, 2, 3]))
        #expect(peer.answer().text == "3 bytes, sum 6")
    }

    @Test func `may have more than 64 KiB of parameters`() throws {
        let fixture = try FixtureProcess()
        let parameters = [
            ("SCRIPT_NAME", "/parameters"), ("A", String(repeating: "a", count: 100_000)),
            ("B", String(repeating: "b", count: 100_000)),
        ]
        let answer = try fixture.answer(
            to: Wire.begin() + Wire.parameters(parameters) + Wire.input([])
        )
        #expect(answer.text.hasSuffix("A=100000 bytes\nB=100000 bytes"))
    }

    @Test func `has its body read to the end`() throws {
        let fixture = try FixtureProcess()
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let sum = body.reduce(0) { $0 + Int($1) }
        let answer = try fixture.answer(to: Wire.request("/body", query: "200000", body: body))
        #expect(answer.text == "200000 bytes, sum \(sum)")
    }

    @Test func `streams a body of 20 MB`() throws {
        let fixture = try FixtureProcess()
        #expect(try fixture.isWell())
        let before = fixture.residentByteCount
        let body = [UInt8](repeating: 7, count: 20_000_000)
        #expect(try fixture.answer(to: Wire.request("/stream", body: body)).text == "20000000")
        #expect(fixture.residentByteCount - before < 4_000_000)
    }

    @Test(arguments: [
        ("declared", "3000000"),  // refused by CONTENT_LENGTH, before reading
        ("undeclared", ""),  // refused while reading
    ])
    func `is refused when its body is too large`(_ case: String, declared: String) throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        let parameters = [
            ("SCRIPT_NAME", "/body"), ("QUERY_STRING", "1000000"), ("CONTENT_LENGTH", declared),
        ]
        peer.send(Wire.begin() + Wire.parameters(parameters))
        peer.send(Wire.input([UInt8](repeating: 1, count: 1_500_000)))
        #expect(peer.answer().text == "error: bodyTooLarge(limitByteCount: 1000000)")
    }

    @Test(arguments: [
        ("3", "3 bytes, sum 6"), ("", "3 bytes, sum 6"),
        ("4", "error: bodyTruncated"), ("2", "error: contentLengthMismatch"),
        ("-3", "error: contentLengthMismatch"), ("3x", "error: contentLengthMismatch"),
        ("99999999999999999999", "error: contentLengthMismatch"),
    ])
    func `must be as long as it says`(declared: String, expected: String) throws {
        let fixture = try FixtureProcess()
        let parameters = [
            ("SCRIPT_NAME", "/body"), ("QUERY_STRING", "100"), ("CONTENT_LENGTH", declared),
        ]
        let answer = try fixture.answer(
            to: Wire.begin() + Wire.parameters(parameters) + Wire.input([1, 2, 3])
        )
        #expect(answer.text == expected)
    }

    @Test(arguments: [0, 1, 8_184, 8_185, 65_536, 100_000, 20_000_000])
    func `gets an answer of any length`(byteCount: Int) throws {
        let fixture = try FixtureProcess()
        let answer = try fixture.answer(to: Wire.request("/large", query: "\(byteCount)"))
        #expect(answer.byteCount == byteCount)
        #expect(answer.end == 0)
    }

    @Test func `gets what is flushed at once`() throws {
        let fixture = try FixtureProcess()
        let peer = try fixture.connect()
        let began = ContinuousClock.now
        peer.send(Wire.request("/flush", query: "1000"))
        let first = try #require(peer.record())
        #expect(first.content == Array("first".utf8))
        #expect(ContinuousClock.now - began < .milliseconds(800))
        #expect(peer.answer().text == "second")
    }
}
