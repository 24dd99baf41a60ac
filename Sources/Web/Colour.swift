/// A colour of the sRGB space, as `#rrggbb` writes it.
package struct Colour: Sendable, Hashable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads six hexadecimal digits, with or without a number sign before them.
    package init?(_ text: some StringProtocol) {
        let digits = text.hasPrefix("#") ? Array(text.utf8.dropFirst()) : Array(text.utf8)
        guard digits.count == 6 else { return nil }
        let values = digits.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        guard values.count == 6 else { return nil }
        self.init(
            red: values[0] << 4 | values[1],
            green: values[2] << 4 | values[3],
            blue: values[4] << 4 | values[5]
        )
    }

    /// Six hexadecimal digits in lower case.
    package var digits: String {
        [red, green, blue].map { part in
            let text = String(part, radix: 16)
            return part < 16 ? "0\(text)" : text
        }.joined()
    }

    package static let white = Colour(red: 255, green: 255, blue: 255)
    /// Softer than pure black, and as readable.
    package static let ink = Colour(red: 17, green: 24, blue: 39)
    package static let night = Colour(red: 23, green: 27, blue: 36)
}

extension Colour {
    /// How well two colours can be told apart, from 1 to 21 (WCAG 2.1, contrast ratio).
    package func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// What is read better on the colour: white or ink.
    package var textColour: Colour {
        contrast(with: .white) >= contrast(with: .ink) ? .white : .ink
    }

    /// The colour itself, or the nearest shade of it that text may have on a background: it becomes
    /// darker on a light one and lighter on a dark one until the contrast is 4.5.
    package func readable(on background: Colour) -> Colour {
        let end: Colour = background.luminance > 0.18 ? .ink : .white
        for step in 0...20 {
            let shade = mixed(with: end, share: Double(step) / 20)
            if shade.contrast(with: background) >= 4.5 { return shade }
        }
        return end
    }

    func mixed(with other: Colour, share: Double) -> Colour {
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            UInt8((Double(one) * (1 - share) + Double(two) * share).rounded())
        }
        return Colour(
            red: mix(red, other.red),
            green: mix(green, other.green),
            blue: mix(blue, other.blue)
        )
    }

    /// The relative luminance, from 0 to 1 (WCAG 2.1).
    private var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ part: UInt8) -> Double {
        let share = Double(part) / 255
        guard share > 0.04045 else { return share / 12.92 }
        let base = (share + 0.055) / 1.055
        // base to the power of 2.4 is the fifth root of base to the power of 12.
        let square = base * base
        let fourth = square * square
        return fifthRoot(fourth * fourth * fourth)
    }

    /// By Newton's method, for numbers from 0 to 1.
    private static func fifthRoot(_ number: Double) -> Double {
        guard number > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<60 {
            let fourth = root * root * root * root
            root -= (root * fourth - number) / (5 * fourth)
        }
        return root
    }
}
