import Web

extension PostedLeaves {
    /// The rules that are most likely meant for our fields, by the names and looks of the values.
    package var suggestions: [TargetField: FieldRule] {
        var suggestions: [TargetField: FieldRule] = [:]
        for field in TargetField.allCases {
            guard let leaf = best(for: field) else { continue }
            suggestions[field] = FieldRule(.firstOf([leaf.path]), steps: field.steps(for: leaf))
        }
        if suggestions[.customerName] == nil, let first = best(for: .customerFirstName),
            let last = leaves.first(where: { $0.isLastName(beside: first) })
        {
            suggestions[.customerName] = FieldRule(
                .joined([first.path, last.path], separator: " ")
            )
        }
        return suggestions
    }

    /// The first of those that fit best, as the CRM wrote them.
    private func best(for field: TargetField) -> Leaf? {
        var best: (likeness: Int, leaf: Leaf)?
        for leaf in leaves where leaf.value != .null {
            guard let likeness = field.likeness(to: leaf), likeness > best?.likeness ?? 0 else {
                continue
            }
            best = (likeness, leaf)
        }
        return best?.leaf
    }
}

extension PostedLeaves.Leaf {
    fileprivate var name: String { names.last.map(Self.plain) ?? "" }
    fileprivate var parent: String { names.dropLast().last.map(Self.plain) ?? "" }

    fileprivate func isLastName(beside first: Self) -> Bool {
        names.dropLast() == first.names.dropLast()
            && ["lastname", "surname", "familyname", "last", "lname"].contains(name)
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

extension TargetField {
    /// How well a leaf's name fits; nil where it does not.
    ///
    /// Earlier words fit better.
    fileprivate func likeness(to leaf: PostedLeaves.Leaf) -> Int? {
        let (name, parent) = (leaf.name, leaf.parent)
        let single = parent.hasSuffix("s") ? String(parent.dropLast()) : parent
        for (index, word) in words.enumerated()
        where name == word || parent + name == word || single + name == word {
            return 100 - index
        }
        return surroundings.contains(parent) && bareWords.contains(name) ? 50 : nil
    }

    /// What makes the value ours, by what it looks like.
    fileprivate func steps(for leaf: PostedLeaves.Leaf) -> [Transformation] {
        switch (self, leaf.value) {
        case (.amount, _) where leaf.name.contains("cents"): [.cents]
        case (.amount, .string(let text)) where text.contains { !$0.isNumber && $0 != "." }:
            [.money]
        case (.completedAt, .string(let text)), (.completedAt, .number(let text)):
            DateFormat.guessed(from: text).map { [.date($0, zone: nil)] } ?? []
        default: []
        }
    }

    /// Around what a plain `name`, `number` or `id` means this field.
    private var surroundings: Set<String> {
        switch self {
        case .transactionID:
            [
                "", "order", "repairorder", "ro", "deal", "invoice", "ticket", "job", "sale",
                "transaction",
            ]
        case .customerPhone, .customerName, .customerFirstName, .customerID:
            ["", "customer", "client", "contact", "buyer", "owner"]
        default: []
        }
    }

    private var bareWords: Set<String> {
        switch self {
        case .transactionID: ["id", "number", "no", "reference"]
        case .customerPhone: ["phone", "tel", "to", "mobile"]
        case .customerName: ["name", "customer"]
        case .customerFirstName: ["first"]
        case .customerID: ["id", "number"]
        default: []
        }
    }

    private var words: [String] {
        switch self {
        case .transactionID:
            [
                "transactionid", "ronumber", "repairordernumber", "roid", "ordernumber", "orderid",
                "dealnumber", "dealid", "invoicenumber", "invoiceid", "ticketid", "jobid", "saleid",
                "transactionnumber",
            ]
        case .customerPhone:
            [
                "customerphone", "mobilephone", "mobile", "cellphone", "cell", "phonenumber",
                "customerphonenumber", "phonemobile", "customermobile", "telephone",
            ]
        case .customerName:
            [
                "customername", "customerfullname", "fullname", "clientname", "contactname",
                "buyername",
            ]
        case .customerFirstName: ["customerfirstname", "firstname", "givenname", "fname"]
        case .customerID: ["customerid", "customernumber", "clientid", "contactid", "accountid"]
        case .dealershipName:
            [
                "dealershipname", "dealername", "dealership", "dealer", "storename", "store",
                "locationname", "location", "branchname", "branch", "rooftop", "shopname", "shop",
            ]
        case .salesRepName:
            [
                "salesrepname", "salesrep", "salesperson", "salespersonname", "serviceadvisor",
                "advisorname", "advisor", "repname", "technician", "employeename",
            ]
        case .amount:
            [
                "amount", "totalamount", "total", "grandtotal", "invoicetotal", "saleprice",
                "price",
                "amounttotal", "totalprice", "totalcents", "amountcents", "pricecents",
            ]
        case .completedAt:
            [
                "transactioncompletedat", "completedat", "closedat", "closeddate", "completeddate",
                "closedate", "completiondate", "invoicedate", "finishedat", "closed", "completed",
            ]
        case .language: ["language", "preferredlanguage", "lang"]
        case .channel: []
        }
    }
}

extension DateFormat {
    private static let common = [
        "iso", "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm", "M/d/yyyy h:mm a", "MM/dd/yyyy",
        "dd.MM.yyyy HH:mm", "dd.MM.yyyy", "yyyyMMddHHmmss", "unix-ms", "unix",
    ].compactMap(DateFormat.init)

    /// The first of the usual formats that a text can be read in.
    fileprivate static func guessed(from text: String) -> DateFormat? {
        common.first { format in
            switch format.pattern {
            case "unix": guard text.count == 10 else { return false }
            case "unix-ms": guard text.count == 13 else { return false }
            default: break
            }
            if case .success = format.read(text.trimmed) { return true }
            return false
        }
    }
}
