import Messaging
import Store
import Web

extension ReviewLinks.Placement {
    var json: JSON {
        [
            "name": .string(platform.name), "url": .string(platform.url),
            "weight": .int(platform.weight), "dealershipName": .optional(dealership),
        ]
    }

    static let schema = Schema.object([
        "name": .string, "url": .string, "weight": .integer, "dealershipName": .string.orNull,
    ])
}

extension Field<[ReviewLinks.Placement]> {
    /// Platforms with an address and a weight, each once for a dealership.
    static func placements(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .array(of: ReviewLinks.Placement.schema),
            expected: """
                at most 100 objects with a name, a url that begins with https:// or http://, a \
                weight from 0 to 1000 and, if you like, a dealershipName, each name once
                """
        ) { json in
            guard case .array(let items) = json, items.count <= 100 else { return nil }
            let placements = items.compactMap(placement)
            let places = Set(placements.map { [$0.dealership ?? "", $0.platform.name] })
            return places.count == items.count ? placements : nil
        }
    }

    private static func placement(_ json: JSON) -> ReviewLinks.Placement? {
        let name = Field<String>.text("name", 1...100, "")
        let url = Field<String>.text("url", 11...500, "")
        let weight = Field<Int>.integer("weight", 0...1000, "").defaulting(to: 1)
        let dealership = Field<String>.text("dealershipName", 1...200, "").optional
        guard case .object(let object) = json,
            let (name, url, weight, dealership) = try? Input(body: object)
                .read(name, url, weight, dealership),
            url.hasPrefix("https://") || url.hasPrefix("http://"),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return ReviewLinks.Placement(
            platform: ReviewPlatform(name: name, url: url, weight: weight),
            dealership: dealership
        )
    }
}

extension ReviewFairness {
    var json: JSON {
        [
            "isEven": .bool(isEven), "chiSquare": .rounded(chiSquare),
            "degreesOfFreedom": .int(degreesOfFreedom), "deviation": .rounded(deviation),
            "counts": .array(tallies.map(\.json)),
        ]
    }

    static let schema = Schema.object([
        "isEven": .boolean, "chiSquare": .number, "degreesOfFreedom": .integer,
        "deviation": .number,
        "counts": .array(
            of: .object([
                "group": .string, "platform": .string, "count": .integer, "expected": .number,
            ])
        ),
    ])
}

extension ReviewFairness.Tally {
    fileprivate var json: JSON {
        [
            "group": .string(group), "platform": .string(platform), "count": .int(found),
            "expected": .rounded(expected),
        ]
    }
}

extension JSON {
    /// A number with two decimals.
    fileprivate static func rounded(_ value: Double) -> JSON {
        .number(String((value * 100).rounded() / 100))
    }
}
