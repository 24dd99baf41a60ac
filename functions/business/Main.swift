import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "business",
            "Shows and changes how a business shows itself to its customers.",
            endpoints: [
                ShowBusiness.self, ChangeBusiness.self, SetLogo.self, RemoveLogo.self,
                ShowDoor.self,
            ]
        ).run()
    }
}
