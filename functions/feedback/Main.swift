import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "feedback",
            "The page on which a customer rates a visit, and the links that lead there.",
            endpoints: [
                FollowLink.self, ShowPage.self, TakeRating.self, AskToStop.self, TakeStop.self,
                ShowColours.self, ShowLogo.self,
            ]
        ).run()
    }
}
