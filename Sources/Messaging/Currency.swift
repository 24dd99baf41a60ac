/// A currency by its ISO 4217 code, such as `USD`.
///
/// An open set: any three letters are kept, since new codes appear and providers choose them.
package struct Currency: Sendable, Hashable {
    /// Three upper-case letters.
    package let code: String

    /// Accepts three ASCII letters in either case; providers write both `USD` and `usd`.
    package init(_ text: String) throws(MalformedCurrency) {
        let letters = text.utf8
        guard letters.count == 3, letters.allSatisfy(\.isASCIILetter) else {
            throw MalformedCurrency()
        }
        code = text.uppercased()
    }

    private init(known code: String) { self.code = code }

    package static let usd = Self(known: "USD")
    package static let eur = Self(known: "EUR")
}

extension Currency {
    /// Decimals of the smallest coin, where they are not 2 (ISO 4217, table A.1).
    package var minorUnitDigits: Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
            "VUV", "XAF", "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }
}

extension Currency: CustomStringConvertible {
    package var description: String { code }
}

/// A text that is not three letters.
package struct MalformedCurrency: Error, Hashable {}

// MARK: -

extension UInt8 {
    fileprivate var isASCIILetter: Bool {
        (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
