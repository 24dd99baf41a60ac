/// The recipients' clock, which is put forward or back in one of the nights.
struct LocalClock {
    /// When it is changed, a whole hour.
    let changesAt: Int
    let bySeconds: Int

    /// From 21:00 to 8:00 nobody is written to.
    func allows(_ second: Int) -> Bool { Self.day.contains(ofDay(second)) }

    /// What the database answers: how long a message has to wait that is asked about now.
    ///
    /// It keeps the last ten minutes before closing free, so that what is begun still ends in time.
    func secondsUntilOpen(at second: Int) -> Int {
        func isOpen(_ second: Int) -> Bool {
            (Self.day.lowerBound..<Self.day.upperBound - 600).contains(ofDay(second))
        }
        guard !isOpen(second) else { return 0 }
        let minute = second - second % 60
        let opening = (1...2 * 1440).lazy.map { minute + 60 * $0 }.first(where: isOpen)
        return (opening ?? minute) - second
    }

    /// The second as people read it.
    func text(_ second: Int) -> String {
        let (local, ofDay) = (second + shift(second), ofDay(second))
        let parts = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map {
            $0 < 10 ? "0\($0)" : "\($0)"
        }
        return "day \(local / 86_400 + 1), \(parts.joined(separator: ":"))"
    }

    private static let day = 8 * 3600..<21 * 3600

    private func shift(_ second: Int) -> Int { second < changesAt ? 0 : bySeconds }
    private func ofDay(_ second: Int) -> Int { (second + shift(second)) % 86_400 }
}
