import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "health",
            "Tells how the system is, to people, monitors and Prometheus.",
            threads: 4,
            database: .worker,
            settings: [Setting<String?>.deployedFile],
            endpoints: [
                Health.self, Live.self, Ready.self, AdminStatus.self, MetricsPage.self,
                ShowSystem.self,
            ]
        ).run()
    }
}
