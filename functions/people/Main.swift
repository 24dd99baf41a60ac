import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "people",
            "Invites people to a business, and says what they may do there.",
            threads: 4,
            settings: [Setting<String>.publicURL],
            endpoints: [
                ListPeople.self, ChangePerson.self, RemovePerson.self, LogPersonOut.self,
                RemoveFactor.self, DemandFactor.self, ShowRoles.self, ListInvitations.self,
                Invite.self, RevokeInvitation.self,
                ShowInvitation.self, Join.self, ForgetPassword.self, ShowReset.self,
                ResetPassword.self,
            ]
        ).run()
    }
}
