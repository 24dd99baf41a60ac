import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "analytics",
            "Answers the figures of a time, beside those of the time before.",
            endpoints: [
                ReportPage<Summary>.self, ReportFile<Summary>.self,
                ReportPage<Volume>.self, ReportFile<Volume>.self,
                ReportPage<Latency>.self, ReportFile<Latency>.self,
                ReportPage<WeekHours>.self, ReportFile<WeekHours>.self,
                ReportPage<Dealerships>.self, ReportFile<Dealerships>.self,
                ReportPage<Failures>.self, ReportFile<Failures>.self,
                ReportPage<FailureTrend>.self, ReportFile<FailureTrend>.self,
                ReportPage<ProviderComparison>.self, ReportFile<ProviderComparison>.self,
                ReportPage<CostReport>.self, ReportFile<CostReport>.self,
                ReportPage<CostTrend>.self, ReportFile<CostTrend>.self,
                ReportPage<Funnel>.self, ReportFile<Funnel>.self,
                ReportPage<AnswerTrend>.self, ReportFile<AnswerTrend>.self,
            ]
        ).run()
    }
}
