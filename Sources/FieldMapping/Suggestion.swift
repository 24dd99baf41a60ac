extension PostedLeaves {
    /// The paths that are most likely meant for our fields, by their names.
    package var suggestions: [TargetField: ValuePath] {
        var suggestions: [TargetField: ValuePath] = [:]
        for field in TargetField.allCases {
            let ranked = leaves.compactMap { leaf in
                field.likeness(to: leaf).map { (likeness: $0, path: leaf.path) }
            }
            // The first of equals is the one that the CRM wrote first.
            suggestions[field] = ranked.reduce(nil as (likeness: Int, path: ValuePath)?) {
                best,
                next in
                guard let best, best.likeness >= next.likeness else { return next }
                return best
            }?.path
        }
        return suggestions
    }
}

extension TargetField {
    /// How well a leaf's name fits; nil where it does not. Earlier words fit better.
    fileprivate func likeness(to leaf: PostedLeaves.Leaf) -> Int? {
        guard let own = leaf.names.last.map(Self.plain) else { return nil }
        let around = leaf.names.dropLast().last.map(Self.plain) ?? ""
        let best = words.enumerated().compactMap { index, word -> Int? in
            if own == word { return 200 - index }
            if around + own == word { return 180 - index }
            return nil
        }
        return best.max()
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private var words: [String] {
        switch self {
        case .transactionID:
            [
                "transactionid", "ronumber", "repairordernumber", "roid", "ordernumber", "orderid",
                "dealnumber", "dealid", "invoicenumber", "invoiceid", "ticketid", "jobid", "saleid",
                "transactionnumber", "ordernumber", "transaction", "number", "reference", "id",
            ]
        case .customerPhone:
            [
                "customerphone", "mobilephone", "mobile", "cellphone", "cell", "phonenumber",
                "customerphonenumber", "phonemobile", "customermobile", "phone", "phonesnumber",
                "telephone", "tel", "to",
            ]
        case .customerName:
            [
                "customername", "customerfullname", "fullname", "clientname", "contactname",
                "buyername", "customer", "name",
            ]
        case .customerFirstName: ["customerfirstname", "firstname", "givenname", "fname", "first"]
        case .customerID: ["customerid", "customernumber", "clientid", "contactid", "accountid"]
        case .dealershipName:
            [
                "dealershipname", "dealername", "dealership", "dealer", "storename", "store",
                "locationname", "location", "branchname", "branch", "rooftop", "shop",
            ]
        case .salesRepName:
            [
                "salesrepname", "salesrep", "salesperson", "salespersonname", "serviceadvisor",
                "advisorname", "advisor", "repname", "technician", "employeename",
            ]
        case .amount:
            [
                "amount", "totalamount", "total", "grandtotal", "invoicetotal", "saleprice", "price",
                "amounttotal", "totalprice",
            ]
        case .completedAt:
            [
                "transactioncompletedat", "completedat", "closedat", "closeddate", "completeddate",
                "closedate", "completiondate", "invoicedate", "finishedat",
            ]
        case .language: ["language", "locale", "preferredlanguage", "lang"]
        case .channel: ["channel"]
        }
    }
}
