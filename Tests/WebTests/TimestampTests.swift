import Testing

@testable import Web

@Suite struct `A moment` {
    @Test(arguments: [
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z"),
        ("2026-11-20T09:30:00", "2026-11-20T09:30:00Z"),  // without a zone: UTC
        ("2026-11-20T09:30Z", "2026-11-20T09:30Z"),
        ("2026-11-20t09:30:00z", "2026-11-20T09:30:00Z"),
        ("2026-11-20 09:30:00", "2026-11-20T09:30:00Z"),  // as SQL and people write it
        ("2026-11-20T09:30:00.1Z", "2026-11-20T09:30:00.1Z"),
        ("2026-11-20T09:30:00.123456789Z", "2026-11-20T09:30:00.123456789Z"),
        ("2026-11-20T09:30:00+05:30", "2026-11-20T09:30:00+05:30"),
        ("2026-11-20T09:30:00 05:30", "2026-11-20T09:30:00+05:30"),  // a plus sign in a query
        ("2026-11-20T09:30:00.5-08:00", "2026-11-20T09:30:00.5-08:00"),
        ("2026-11-20T00:00:00-00:00", "2026-11-20T00:00:00-00:00"),
        ("2026-11-20T23:59:59+14:00", "2026-11-20T23:59:59+14:00"),
        ("2028-02-29", "2028-02-29T00:00:00Z"), ("2000-02-29", "2000-02-29T00:00:00Z"),
        ("1970-01-01", "1970-01-01T00:00:00Z"), ("9998-12-31", "9998-12-31T00:00:00Z"),
    ])
    func `that exists is taken`(_ text: String, _ canonical: String) {
        #expect(Timestamp.canonical(text) == canonical)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
        "2026-01-32", "1969-12-31", "9999-01-01",
        "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z", "2026-11-20T09:30:60Z",
        "2026-11-20T09:30:00+15:00", "2026-11-20T09:30:00+05:60",
    ])
    func `that does not exist is refused`(_ text: String) {
        #expect(Timestamp.canonical(text) == nil)
    }

    @Test(arguments: [
        "", "now", "infinity", "yesterday", "2026", "2026-11", "20261120", "26-11-20", "2026-1-2",
        "2026-11-20T", "2026-11-20T09", "2026-11-20T9:30:00Z", "2026-11-20X09:30:00Z",
        "2026-11-20T09:30:00.Z", "2026-11-20T09:30:00.1234567890Z", "2026-11-20T09:30:00.1.2Z",
        "2026-11-20T09:30:00+5", "2026-11-20T09:30:00+0530", "2026-11-20T09:30:00+05:30Z",
        "2026-11-20T09:30:00ZZ", "2026-11-20T09:30:00 UTC", "2026-11-20T09:30:00 +05:30",
        "2026-11-20T+9:30:00Z", "2026-11-20T09:30:-1Z", "-026-11-20", "2026-11-20 BC",
        "٢٠٢٦-11-20", "2026-11-20T09:30:00Z'; --", "1700000000", "11/20/2026",
    ])
    func `written in another way is refused`(_ text: String) {
        #expect(Timestamp.canonical(text) == nil)
    }

    /// PostgreSQL takes `09:30.5` for nine minutes and thirty and a half seconds.
    @Test func `has no fraction without seconds`() {
        #expect(Timestamp.canonical("2026-11-20T09:30.5Z") == nil)
    }

    /// PostgreSQL takes `Z05:30` for the zone five and a half hours west.
    @Test func `has one zone`() {
        #expect(Timestamp.canonical("2026-11-20T09:30:00Z05:30") == nil)
    }

    @Test func `is a field`() throws {
        let field = Field<String>.timestamp("from", "Since when.")
        let input = Input(query: Form(decoding: "from=2026-11-20T09:30:00+01:00"))
        #expect(try input.read(field) == "2026-11-20T09:30:00+01:00")
        #expect(field.parse(.number("20261120")) == nil)
    }
}
