import Glibc
import TestSupport
import Testing

@testable import sandbox

@Suite struct `The ledger` {
    @Test func `is the same after a restart`() throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/journal.jsonl"
        let key = CallbackKey(sid: "SM1", step: 2, copy: 0)
        do {
            let ledger = try Ledger(journalPath: path)
            try ledger.insert(.fixture("SM1", callback: "http://h.example/"))
            try ledger.insert(.fixture("SM2", callback: "http://h.example/"))
            var behaviour = Behaviour()
            behaviour.dropRate = 0.5
            try ledger.change(to: behaviour)
            ledger.end(key)
        }
        let ledger = try Ledger(journalPath: path)
        #expect(ledger.find("SM1") == .fixture("SM1", callback: "http://h.example/"))
        #expect(ledger.messages(to: nil).map(\.sid) == ["SM2", "SM1"])
        #expect(ledger.behaviour.dropRate == 0.5)
        #expect(ledger.owedCallbacks().map(\.key.sid) == ["SM2"], "SM1's has been delivered")
    }

    /// Happens when the process dies, or the disk is full, in the middle of a record.
    @Test func `passes over a torn record and goes on after it`() throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/journal.jsonl"
        try Ledger(journalPath: path).insert(.fixture("SM1"))
        let file = try #require(fopen(path, "a"))
        fputs(#"{"message":{"sid":"SM2","#, file)
        fclose(file)
        try Ledger(journalPath: path).insert(.fixture("SM3"))
        #expect(try Ledger(journalPath: path).messages(to: nil).map(\.sid) == ["SM3", "SM1"])
    }

    @Test func `forgets all but the behaviour when cleared`() throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/journal.jsonl"
        let ledger = try Ledger(journalPath: path)
        try ledger.insert(.fixture("SM1", callback: "http://h.example/"))
        var behaviour = Behaviour()
        behaviour.dropRate = 0.5
        try ledger.change(to: behaviour)
        try ledger.clear()
        for ledger in [ledger, try Ledger(journalPath: path)] {
            #expect(ledger.messages(to: nil).isEmpty && ledger.owedCallbacks().isEmpty)
            #expect(ledger.behaviour.dropRate == 0.5)
        }
    }

    @Test func `finds what went to one number`() throws {
        let folder = try ScratchFolder()
        let ledger = try Ledger(journalPath: "\(folder.path)/journal.jsonl")
        try ledger.insert(.fixture("SM1", to: "+15005550010"))
        try ledger.insert(.fixture("SM2"))
        try ledger.insert(.fixture("SM3", to: "+15005550010"))
        #expect(ledger.messages(to: "+15005550010").map(\.sid) == ["SM3", "SM1"])
        #expect(ledger.messages(to: "+1").isEmpty)
    }
}

@Suite struct `A heap of timers` {
    @Test func `gives what is due, the earliest first`() {
        var heap = TimerHeap<Int64>()
        var generator = SplitMix64(seed: 5)
        let times = (0..<500).map { _ in Int64.random(in: 0..<1_000, using: &generator) }
        for time in times { heap.insert(time, dueMilliseconds: time) }
        var due: [Int64] = []
        while let time = heap.pop(nowMilliseconds: 499) { due.append(time) }
        #expect(due == times.filter { $0 <= 499 }.sorted())
        #expect(heap.nextDueMilliseconds == times.filter { $0 > 499 }.min())
    }
}

@Suite struct `A delivery policy` {
    @Test func `keeps the fragment from the request`() {
        #expect(DeliveryPolicy("http://h/?m=1#rc=2&rp=5xx").url == "http://h/?m=1")
    }

    @Test(arguments: [
        ("http://h/", 4, true, false, false),
        ("http://h/#rc=2&rp=5xx,ct", 2, true, true, false),
        ("http://h/#rp=all", 4, true, true, true),
        ("http://h/#rc=99&rp=4xx", 5, false, false, true),
        ("http://h/#rc=0", 0, true, false, false),
    ])
    func `says what is tried again`(
        _ url: String,
        _ count: Int,
        _ broken: Bool,
        _ fault: Bool,
        _ refusal: Bool
    ) {
        let policy = DeliveryPolicy(url)
        #expect(policy.retryCountMax == count && policy.retriesBrokenConnections == broken)
        #expect(policy.retries(status: 502) == fault && policy.retries(status: 404) == refusal)
        #expect(!policy.retries(status: 204))
    }
}
