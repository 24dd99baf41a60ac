/// How many callbacks were turned away lately, by the figures that processes leave for `/metrics`.
///
/// Each round adds what came since the round before, so that no request costs a write.
struct Refusals: Sendable {
    private var tallies: [Substring: Tally] = [:]

    private struct Tally {
        /// The sum that the figures last told; nil before they were ever read.
        var total: Int?
        /// Requests of our own since then, which are refused as well.
        var ownCount = 0
        /// What came in each of the latest rounds.
        var rounds: [Int] = []

        /// A sum that shrank began anew with its process.
        mutating func add(_ now: Int) {
            let before = total.map { now < $0 ? 0 : $0 } ?? now
            rounds = (rounds + [max(0, now - before - ownCount)]).suffix(roundsMax)
            (total, ownCount) = (now, 0)
        }
    }

    /// As many rounds as the evidence of a broken way goes back.
    static let roundsMax = 90

    /// Takes in the figures of all processes.
    mutating func read(_ figures: String) {
        var totals: [Substring: Int] = [:]
        for line in figures.split(separator: "\n") {
            guard line.hasPrefix("sms_http_requests_total{"), line.contains("status=\"403\""),
                let route = line.firstRange(of: "route=\"POST ").map({ line[$0.upperBound...] }),
                let count = line.split(separator: " ").last.flatMap({ Int($0) })
            else { continue }
            totals[route.prefix { $0 != "\"" }, default: 0] += count
        }
        for (route, total) in totals { tallies[route, default: Tally()].add(total) }
    }

    /// Says that a request of our own was refused.
    mutating func noteOwn(on route: String) {
        tallies[route[...], default: Tally()].ownCount += 1
    }

    /// How many requests of others were refused on a route within the latest rounds.
    func count(on route: String) -> Int {
        tallies[route[...]]?.rounds.reduce(0, +) ?? 0
    }
}
