/// A colour of a page, in sRGB.
package struct Color: Sendable, Hashable {
    package let red: Double
    package let green: Double
    package let blue: Double

    /// Takes the digits that a style sheet has after its `#`, such as `0x1F5FBF`.
    package init(_ hexadecimal: UInt32) {
        red = Double(hexadecimal >> 16 & 0xFF) / 255
        green = Double(hexadecimal >> 8 & 0xFF) / 255
        blue = Double(hexadecimal & 0xFF) / 255
    }

    /// Takes `#1F5FBF`; nil for any other text.
    package init?(css text: String) {
        guard text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit),
            let digits = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(digits)
    }

    private init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    package static let white = Self(0xFFFFFF)
    package static let black = Self(0x000000)
}

extension Color {
    /// So much of another colour, from 0 to 1, with the rest of this one.
    package func mixed(with other: Color, share: Double) -> Color {
        Color(
            red: red + (other.red - red) * share,
            green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share
        )
    }

    /// How well one can be read on the other, from 1 to 21 (WCAG 2.1, contrast ratio).
    package func contrast(with other: Color) -> Double {
        let lights = [luminance, other.luminance].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    /// This colour as it can be read as text on white: darkened as far as it must be.
    package var readableOnWhite: Color {
        var color = self
        while color.contrast(with: .white) < 4.5 { color = color.mixed(with: .black, share: 0.1) }
        return color
    }

    private var luminance: Double {
        func linear(_ part: Double) -> Double {
            // The curve of sRGB as WCAG has it; a power of 2.4 by roots, which need no C library.
            part <= 0.03928 ? part / 12.92 : power((part + 0.055) / 1.055)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The number to the power of 2.4: its square times its fifth root squared.
    private func power(_ number: Double) -> Double {
        var root = number
        for _ in 0..<40 {
            let fourth = root * root * root * root
            guard fourth > 0 else { return 0 }
            root -= (fourth * root - number) / (5 * fourth)
        }
        return number * number * root * root
    }
}
