import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "feedback",
            "The page on which a customer rates a visit, the links that lead there, and what was said.",
            endpoints: [
                FollowLink.self, ShowPage.self, TakeRating.self, AskToStop.self, TakeStop.self,
                ShowColours.self, ShowLogo.self, ListFeedback.self,
            ]
        ).run()
    }
}
