import Postgres
package import Statistics
package import Web

/// What figures are summed over.
package enum FigureSlice: String, Sendable, Hashable {
    case all, dealership, provider, country

    var name: SQL {
        switch self {
        case .all: "'all'::figure_slice"
        case .dealership: "'dealership'::figure_slice"
        case .provider: "'provider'::figure_slice"
        case .country: "'country'::figure_slice"
        }
    }

    /// Which of them a change that is not folded yet belongs to.
    var member: SQL {
        switch self {
        case .all: "''"
        case .dealership: "dealership_id::text"
        case .provider: "provider"
        case .country: "country"
        }
    }
}

/// Which figures are wanted: whose, of which days, and of which part.
package struct FigureSelection: Sendable, Hashable {
    package let tenant: TenantID
    package var range: DayRange
    package var slice: FigureSlice
    /// One of the slice; all of them where there is none.
    package var member: String?
    package var grain: Grain

    /// What the days of a range are gathered to.
    package enum Grain: String, Sendable, Hashable {
        case day, week
        /// One sum of all days.
        case whole
    }

    package init(
        _ range: DayRange,
        of tenant: TenantID,
        _ slice: FigureSlice = .all,
        member: String? = nil,
        by grain: Grain = .whole
    ) {
        (self.tenant, self.range, self.slice) = (tenant, range, slice)
        (self.member, self.grain) = (member, grain)
    }

    /// The same of the days before.
    package var before: FigureSelection {
        var other = self
        other.range = range.before
        return other
    }
}

extension FigureSelection {
    /// The first day of what a row is gathered to.
    var bin: SQL {
        switch grain {
        case .day: "day"
        case .week: "date_trunc('week', day::timestamp)::date"
        case .whole: "NULL::date"
        }
    }

    /// Which sums are read: for people who see some dealerships only, everything is the sum of those.
    private var source: FigureSlice {
        slice == .all && tenant.dealerships != nil ? .dealership : slice
    }

    private var memberColumn: SQL { source == slice ? "member" : "''" }

    /// The rows of a table of sums, and `tail` of what is not folded yet: `day`, `member`, columns.
    ///
    /// Both are read in one statement, and so are exact at every moment.
    func rows(_ columns: SQL, of table: SQL, tail: SQL) -> SQL {
        var pieces: [SQL] = []
        func add(_ part: DayRange?, isWeek: Bool) {
            guard let part else { return }
            let level: SQL = isWeek ? "is_week" : "NOT is_week"
            pieces.append(
                """
                SELECT day, \(memberColumn) AS member, \(columns)
                  FROM \(table)
                 WHERE tenant_id = \(tenant.rawValue) AND slice = \(source.name) AND \(level)
                   AND day >= \(part.first.description)::date
                   AND day <= \(part.last.description)::date \(ofMember)
                """
            )
        }
        if grain == .day {
            add(range, isWeek: false)
        } else {
            add(range.parts.leading, isWeek: false)
            add(range.parts.weeks, isWeek: true)
            add(range.parts.trailing, isWeek: false)
        }
        pieces.append("SELECT day, member, \(columns) FROM (\(tail)) t WHERE true \(ofMember)")
        return pieces.joined(separator: " UNION ALL ")
    }

    /// Changes of messages that are not folded yet, as columns beside their `day` and `member`.
    func tail(_ columns: SQL, where condition: SQL = "true") -> SQL {
        """
        SELECT hour::date AS day, \(slice.member) AS member, \(columns) FROM unfolded_figures()
         WHERE tenant_id = \(tenant.rawValue) AND hour >= \(range.first.description)::date
           AND hour < \(range.last.description)::date + 1
           AND \(slice.member) IS NOT NULL AND \(condition)
        """
    }

    private var ofMember: SQL {
        guard let member else { return "" }
        return " AND member = \(member)"
    }
}
