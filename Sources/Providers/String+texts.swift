extension String {
    /// Without white space at its ends.
    var trimmingSpaces: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }),
            let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }

    /// Fit to be kept: of bounded length, and with a mark in place of each zero byte, which
    /// PostgreSQL cannot store.
    func kept(characterCountMax: Int) -> String {
        let text = utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
        return String(text.prefix(characterCountMax))
    }
}
