import Archiving
import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "businesses",
            "Makes, suspends, exports and removes the businesses of an installation.",
            threads: 4,
            settings: Archives.settings + [Setting<String>.publicURL],
            endpoints: [
                ListBusinesses.self, AddBusiness.self, ShowBusiness.self, ChangeBusiness.self,
                SuspendBusiness.self, ResumeBusiness.self, ShowUsage.self, ExportBusiness.self,
                RemoveBusiness.self, ListRemovals.self,
            ]
        ).run()
    }
}
