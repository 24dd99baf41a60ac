extension ErrorCatalogue {
    /// Errors of the registration of brands and campaigns (30701 to 30994).
    ///
    /// A line is `code class | meaning | advice`.
    ///
    /// Titles are Twilio's, classes and advice our judgement of the published causes.
    static let registrationErrors = """
        30701 account | Brand Registration Failure: Invalid input parameters | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30702 account | Brand Registration Failure: Registration not found | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30703 account | Brand Registration Failure: Duplicate record detected | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30712 account | Brand Registration Failure: Max registration limit reached | Correct the \
        brand data and resubmit; 30791 may simply be retried
        30729 account | Brand Registration Failure: Country code not allowed | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30734 account | Brand Registration Failure: Sole Proprietor brands are not enabled | \
        Correct the brand data and resubmit; 30791 may simply be retried
        30747 account | Brand Registration Failure: Address duplicate threshold reached | Correct \
        the brand data and resubmit; 30791 may simply be retried
        30748 account | Brand Registration Failure: Phone number duplicate threshold reached | \
        Correct the brand data and resubmit; 30791 may simply be retried
        30749 account | Brand Registration Failure: Email address duplicate threshold reached | \
        Correct the brand data and resubmit; 30791 may simply be retried
        30750 account | Brand Registration Failure: Mobile phone number duplicate threshold \
        reached | Correct the brand data and resubmit; 30791 may simply be retried
        30751 account | Brand Registration Failure: Unsupported mobile phone number | Correct the \
        brand data and resubmit; 30791 may simply be retried
        30752 account | Brand Registration Failure: Invalid or expired OTP | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30753 account | Brand Registration Failure: Unsupported email address | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30754 account | Brand Registration Failure: Invalid postal address | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30755 account | Brand Registration Failure: Unsupported country code | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30756 account | Brand Registration Failure: Obfuscation check failure | Correct the brand \
        data and resubmit; 30791 may simply be retried
        30757 account | Brand Registration Failure: Missing Business Registration Number | Correct \
        the brand data and resubmit; 30791 may simply be retried
        30758 account | Unknown Error Code | Correct the brand data and resubmit; 30791 may simply \
        be retried
        30790 transient | Brand Registration Failure: Internal system error | Retry the \
        registration later
        30791 transient | Brand Registration Failure: Temporary system error | Retry the \
        registration later
        30792 account | Brand Registration Failure: General error | Correct the brand data and \
        resubmit; 30791 may simply be retried
        30793 account | Brand Registration Failure: Validation problems with connected bundles | \
        Correct the brand data and resubmit; 30791 may simply be retried
        30794 account | US A2P Registration: General error | Correct the brand data and resubmit; \
        30791 may simply be retried
        30795 account | Brand Registration Feedback: Data mismatch related to tax id and its \
        associated properties | Correct the brand data and resubmit; 30791 may simply be retried
        30796 account | Brand Registration Feedback: Non public entity registered as a public for \
        profit entity or the stock informati | Correct the brand data and resubmit; 30791 may \
        simply be retried
        30797 account | Brand Registration Feedback: Non government entity registered as a \
        government entity. Must be a U.S. governmen | Correct the brand data and resubmit; 30791 \
        may simply be retried
        30798 account | Brand Registration Feedback: No IRS 501c tax-exempt status found | Correct \
        the brand data and resubmit; 30791 may simply be retried
        30799 account | Brand Registration Feedback: We were unable to verify the details of the \
        registration data | Correct the brand data and resubmit; 30791 may simply be retried
        30880 account | Campaign vetting rejection - Unknown Error | Correct the campaign and \
        resubmit; hold its senders
        30881 account | Campaign vetting rejection - Invalid Brand Support Email | Correct the \
        campaign and resubmit; hold its senders
        30882 account | Campaign vetting rejection - Terms & Conditions | Correct the campaign and \
        resubmit; hold its senders
        30883 account | Campaign vetting rejection - Content Violation | Correct the campaign and \
        resubmit; hold its senders
        30884 account | Campaign vetting rejection - Spam/Phishing | Correct the campaign and \
        resubmit; hold its senders
        30885 account | Campaign vetting rejection - High Risk | Correct the campaign and \
        resubmit; hold its senders
        30886 account | Campaign vetting rejection - Invalid Campaign Description | Correct the \
        campaign and resubmit; hold its senders
        30887 account | Campaign vetting rejection - Opt-out Error | Correct the campaign and \
        resubmit; hold its senders
        30888 account | Campaign vetting rejection - Age Gate Not Present / Not Acceptable | \
        Correct the campaign and resubmit; hold its senders
        30889 account | Campaign vetting rejection - Embedded Phone Number | Correct the campaign \
        and resubmit; hold its senders
        30890 account | Campaign vetting rejection - Subscriber Help | Correct the campaign and \
        resubmit; hold its senders
        30891 account | Campaign vetting rejection - Invalid Website URL | Correct the campaign \
        and resubmit; hold its senders
        30892 account | Campaign vetting rejection - Invalid Sample Message - Public URL \
        Shorteners | Correct the campaign and resubmit; hold its senders
        30893 account | Campaign vetting rejection - Inconsistency between Sample Message and \
        Use-case | Correct the campaign and resubmit; hold its senders
        30894 account | Campaign vetting rejection - Invalid Brand Information | Correct the \
        campaign and resubmit; hold its senders
        30895 account | Campaign vetting rejection - Direct Lending - Campaign and Content \
        Attribute Error | Correct the campaign and resubmit; hold its senders
        30896 account | Campaign vetting rejection - Opt-in Error | Correct the campaign and \
        resubmit; hold its senders
        30897 account | Campaign vetting rejection - Disallowed Content | Correct the campaign and \
        resubmit; hold its senders
        30898 account | Campaign vetting rejection - Excessive EIN | Correct the campaign and \
        resubmit; hold its senders
        30899 account | Campaign rejection - The campaign registration failed because of carrier \
        rejection(s) | Correct the campaign and resubmit; hold its senders
        30900 account | Campaign rejection - The campaign use case is ineligible for registration \
        | Correct the campaign and resubmit; hold its senders
        30901 account | Campaign rejection - The campaign registration request timed out | Correct \
        the campaign and resubmit; hold its senders
        30902 account | Campaign rejection - A DCA2 rejected this campaign registration request | \
        Correct the campaign and resubmit; hold its senders
        30903 account | Campaign rejection - Incorrect Sole Prop Brand Registration | Correct the \
        campaign and resubmit; hold its senders
        30904 account | Campaign Not Shared with Twilio | Correct the campaign and resubmit; hold \
        its senders
        30905 account | Campaign Review Pending by Twilio | Correct the campaign and resubmit; \
        hold its senders
        30906 account | Campaign Rejected by Twilio | Correct the campaign and resubmit; hold its \
        senders
        30907 account | Campaign vetting rejection - Website URL Validation Issue | Correct the \
        campaign and resubmit; hold its senders
        30908 account | Campaign vetting rejection - Compliant Privacy Policy Required | Correct \
        the campaign and resubmit; hold its senders
        30909 account | Campaign vetting rejection - CTA Verification Issue | Correct the campaign \
        and resubmit; hold its senders
        30990 account | Campaign Suspension | Correct the campaign and resubmit; hold its senders
        30991 account | Campaign Registration Failed | Correct the campaign and resubmit; hold its \
        senders
        30992 account | Campaign Registration Failed | Correct the campaign and resubmit; hold its \
        senders
        30993 account | Campaign Registration Failed | Correct the campaign and resubmit; hold its \
        senders
        30994 account | Campaign Registration Failed | Correct the campaign and resubmit; hold its \
        senders
        """
}
