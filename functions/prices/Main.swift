import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "prices",
            "Keeps price lists and invoices, compares what messages cost, and minds the budget.",
            threads: 4,
            endpoints: [
                ImportPrices.self, ListPrices.self, ImportInvoice.self, ShowCosts.self,
                ListDifferences.self, ShowBudget.self, ChangeBudget.self, ListLedger.self,
                AddCredit.self, ProveLedger.self,
            ]
        ).run()
    }
}
