import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "report",
            "Tells what happened in a week or a month, as figures and as a PDF.",
            threads: 4,
            endpoints: [ShowReport.self, DownloadReport.self]
        ).run()
    }
}
