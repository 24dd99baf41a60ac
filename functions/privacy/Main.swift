import Archiving
import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "privacy",
            "Shows, copies and erases what is known of one customer, and gives evidence of it.",
            threads: 4,
            settings: Archives.settings,
            endpoints: [
                LookUp.self, CopyPerson.self, ErasePerson.self, ListCertificates.self,
                ShowCertificate.self, CertificateFile.self, ShowEvidence.self, EvidenceFile.self,
            ]
        ).run()
    }
}
