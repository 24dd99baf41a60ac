import FunctionRuntime
import Testing

@Suite struct `A block of addresses` {
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7/32"), ("203.0.113.7/24", "203.0.113.0/24"),
        ("10.255.0.0/9", "10.128.0.0/9"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:DB8:0:0::1", "2001:db8::1/128"), ("2001:db8:ffff::/33", "2001:db8:8000::/33"),
        ("::ffff:192.0.2.1", "192.0.2.1/32"),
    ])
    func `is written in one way`(_ text: String, _ expected: String) {
        #expect(NetworkRange(text)?.description == expected)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8",
        "10.0.0", "010.0.0.1", "10.0.0.256", "localhost", "2001:db8::/129", "2001:db8", "10.0.0.1 ",
        "10.0.0.0/99999999999999999999",
    ])
    func `is nothing else`(_ text: String) {
        #expect(NetworkRange(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.128", true),
        ("0.0.0.0/0", "192.0.2.1", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("::/0", "192.0.2.1", false), ("192.0.2.0/24", "::ffff:192.0.2.7", true),
        ("192.0.2.0/24", "", false), ("192.0.2.0/24", "unix:", false),
    ])
    func `holds the addresses that begin with its bits`(
        _ range: String,
        _ address: String,
        _ isInside: Bool
    ) {
        #expect(NetworkRange(range)?.contains(address) == isInside)
    }
}
