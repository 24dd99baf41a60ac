import Store
import Web

extension Branding {
    static let schema = Schema.object([
        "displayName": .string, "name": Schema.string.about("What is shown without a dealership."),
        "colour": .string, "background": .string,
        "textOnColour": Schema.string.about("White or ink, whichever is read better on it."),
        "contrast": Schema.number.about("Of that text on the colour, from 1 to 21."),
        "language": .string, "question": .string, "lowRating": .integer(0...4),
        "timeZone": .string, "defaultRegion": .string,
        "mailName": Schema.string.about("Whom its mail comes from; empty for the installation."),
        "mailReplyTo": Schema.string.about("Where answers to its mail go."),
        "logo": Schema.object([
            "url": .string, "mediaType": .string, "bytes": .integer,
        ]).orNull,
    ])

    var json: JSON {
        let colour = Colour(self.colour) ?? .ink
        let contrast = colour.contrast(with: colour.textColour)
        return [
            "displayName": .string(displayName), "name": .string(name),
            "colour": .string(self.colour), "background": .string(background),
            "textOnColour": .string("#\(colour.textColour.digits)"),
            "contrast": .number(Self.tenths(contrast)),
            "language": .string(language), "question": .string(question),
            "lowRating": .int(lowRating), "timeZone": .string(timeZone),
            "defaultRegion": .string(defaultRegion),
            "mailName": .string(mailName), "mailReplyTo": .string(mailReplyTo),
            "logo": logo.map { logo in
                [
                    "url": .string("/brand/logos/\(logo.digest)"),
                    "mediaType": .string(logo.mediaType), "bytes": .int(logo.byteCount),
                ]
            } ?? .null,
        ]
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The names of the members that differ.
    func changes(to other: Branding) -> [String] {
        guard case .object(let mine) = json else { return [] }
        let computed: Set = ["name", "textOnColour", "contrast"]
        return mine.members.filter {
            !computed.contains($0.name) && other.json[$0.name] != $0.value
        }.map(\.name)
    }
}
