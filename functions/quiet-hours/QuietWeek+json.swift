import Store
import Web

extension QuietWeek {
    private static let names = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    static let schema = Schema.object([
        "monday": Hours.schema, "tuesday": Hours.schema, "wednesday": Hours.schema,
        "thursday": Hours.schema, "friday": Hours.schema, "saturday": Hours.schema,
        "sunday": Hours.schema,
    ])

    /// By weekday; days that change nothing are left out.
    var json: JSON {
        let members = zip(Self.names, days).filter { $1 != .widest }.map { name, hours in
            JSON.Object.Member(name, hours?.json ?? .null)
        }
        return .object(JSON.Object(members))
    }

    /// Nil for a day that is no weekday, for hours that cannot be, and for a week without any hour,
    /// in which nothing would ever be sent.
    fileprivate init?(_ json: JSON) {
        guard case .object(let object) = json else { return nil }
        self = .widest
        for member in object.members {
            guard let day = Self.names.firstIndex(of: member.name.lowercased()) else { return nil }
            guard member.value != .null else {
                days[day] = nil
                continue
            }
            guard let hours = Hours(member.value) else { return nil }
            days[day] = hours
        }
        guard days.contains(where: { $0 != nil }) else { return nil }
    }
}

extension QuietWeek.Hours {
    fileprivate static let schema = Schema.object([
        "earliest": .string.about("HH:MM"), "latest": .string.about("HH:MM, to 24:00"),
    ]).orNull

    fileprivate var json: JSON {
        ["earliest": .string(earliest), "latest": .string(latest)]
    }

    fileprivate init?(_ json: JSON) {
        guard case .object(let object) = json,
            object.members.allSatisfy({ ["earliest", "latest"].contains($0.name) })
        else { return nil }
        self = .widest
        if let earliest = object["earliest"], earliest != .null {
            guard let text = earliest.text else { return nil }
            self.earliest = text
        }
        if let latest = object["latest"], latest != .null {
            guard let text = latest.text else { return nil }
            self.latest = text
        }
        guard let opens = Self.minute(earliest), let closes = Self.minute(latest),
            opens >= 4 * 60, closes >= opens + Self.lengthMinutesMin
        else { return nil }
    }

    /// Shorter hours would hardly ever suit all zones of a number.
    private static let lengthMinutesMin = 60

    /// The minute of the day that `HH:MM` is.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39) ~= $0 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
            hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }
}

extension Field<QuietWeek> {
    static func week(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: QuietWeek.schema,
            expected: """
                an object of weekdays (monday to sunday), each null or with earliest from 04:00 \
                and latest to 24:00, an hour apart at least, and not all of them null
                """
        ) { json in QuietWeek(json) }
    }
}

extension QuietRule {
    static let schema = Schema.object([
        "version": .integer, "effectiveFrom": .string.about("YYYY-MM-DD"),
        "country": .string.orNull, "region": .string.orNull, "hours": QuietWeek.schema,
        "source": .string.about("Where it stands written, or who decided it."),
    ])

    var json: JSON {
        [
            "version": .int(version), "effectiveFrom": .string(effectiveFrom),
            "country": .optional(country), "region": .optional(region), "hours": week.json,
            "source": .string(source),
        ]
    }
}
