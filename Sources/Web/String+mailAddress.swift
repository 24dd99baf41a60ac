extension String {
    /// Whether mail may be sent to it: what is there is found out by sending.
    package var isMailAddress: Bool {
        let halves = split(separator: "@", omittingEmptySubsequences: false)
        return halves.count == 2 && !halves[0].isEmpty && halves[1].contains(".")
            && utf8.count <= 254 && !hasControlCharacters && !contains(where: \.isWhitespace)
    }
}
