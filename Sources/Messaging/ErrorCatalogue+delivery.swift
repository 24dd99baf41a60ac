extension ErrorCatalogue {
    /// Errors of what happens to a message after it was accepted (30001 to 30647).
    ///
    /// A line is `code class | meaning | advice`.
    ///
    /// Titles are Twilio's, classes and advice our judgement of the published causes.
    static let deliveryErrors = """
        30001 throttled | Queue overflow | Retry later at a lower rate or with more senders
        30002 account! | Account suspended | Pause the account and alert
        30003 transient | Unreachable destination handset | Retry a few times over hours, then \
        mark unreachable; repeated hits suggest a dead number
        30004 permanent | Message blocked | Do not retry; suppress the number for this sender
        30005 optOut | Unknown destination handset | Mark the number invalid (retry at most once)
        30006 optOut | Landline or unreachable carrier | Mark as not textable for this sender
        30007 content | Message filtered | Do not resend the same body; review content and \
        registration
        30008 transient | Unknown error | Retry once; give up if repeated
        30009 transient | Missing inbound segment | Nothing to resend; store the partial message
        30010 permanent | Price exceeds MaxPrice | Drop MaxPrice
        30011 permanent | MMS not supported in region | Send SMS with a link
        30012 permanent | TTL too small | Raise it
        30013 permanent | TTL too big | Lower it
        30014 permanent | 'To' attributes invalid | Fix
        30015 permanent | Channel type not supported | Fix the prefix
        30016 permanent | To and From channels differ | Fix
        30017 transient | Carrier network congestion | Retry with backoff
        30018 info | Sender ID pre-registration needed (warning) | Register the sender
        30019 content | Content size over carrier limit | Shorten
        30020 transient | Scheduling internal failure | Schedule again
        30021 transient | Messaging service orchestrator failure | Retry
        30022 throttled | 10DLC rate limit exceeded | Lower the rate for the campaign
        30023 throttled | 10DLC daily cap reached | Resume after the cap resets (midnight US \
        Pacific for T-Mobile)
        30024 account | Numeric sender not provisioned at carrier | Wait for provisioning, then \
        resend
        30025 info | 50 % of T-Mobile daily limit | Slow down
        30026 info | 70 % of T-Mobile daily limit | Slow down
        30027 throttled | T-Mobile daily limit reached | Hold T-Mobile traffic until the next day \
        (Pacific time)
        30028 permanent | Invalid API version | Fix
        30029 permanent | Invalid ContentRetention | Fix
        30030 permanent | Invalid AddressRetention | Fix
        30031 permanent | Invalid MaxRate | Fix
        30032 account | Toll-free number not verified | Verify the number; hold its queue
        30033 account | 10DLC campaign suspended | Stop the campaign's senders and alert
        30034 account | 10DLC unregistered number | Register; hold the sender
        30035 account | 10DLC number still being configured | Retry after some hours
        30036 throttled | Validity period expired | Resend only if still useful, with a longer \
        period or a lower rate
        30037 account! | Outbound messaging disabled | Alert
        30038 permanent | OTP body filtered | Do not use the number to receive OTPs
        30039 permanent | Filtered as message loop | Stop auto replies to that number
        30040 account | Sender ID registration required | Register or change sender
        30041 account | UK: unregistered protected sender | Register or change sender
        30042 permanent | Sender ID generic or special characters | Change the sender ID
        30043 permanent | International via domestic gateway | Use another route or sender
        30044 account | Trial message too long | Shorten or upgrade
        30045 info | ValidityPeriod out of range (warning) | Clamp to 1..36000
        30100 account | Link domain SID invalid | Fix configuration
        30101 account | Link domain unverified | Verify the domain
        30102 account | Link domain certificate expired | Renew
        30103 transient | Links not shortened | Retry, or send the long link
        30104 info | Short link not found, fallback used | Ignore
        30105 info | Short link not found, no fallback | Set a fallback URL
        30106 account | Domain not set up | Configure
        30107 account | Domain key missing | Upload
        30108 account | Twilio account does not belong to an organization | Correct the link \
        shortening configuration
        30109 account | Link callback URL invalid | Fix
        30110 account | Link domain blocked | Use another domain
        30111 content | URL blocked | Remove the URL
        30112 account | Account is not found | Correct the link shortening configuration
        30113 account | Specified date is too old | Correct the link shortening configuration
        30114 account | Specified date is not available yet | Correct the link shortening \
        configuration
        30115 account | Date format is incorrect | Correct the link shortening configuration
        30116 account | Certificate or private key or both are missing | Correct the link \
        shortening configuration
        30117 account | Certificate cannot be parsed | Correct the link shortening configuration
        30118 account | Private key is invalid | Correct the link shortening configuration
        30119 account | Certificate and private key pair is invalid | Correct the link shortening \
        configuration
        30120 account | Domain certificate and private key are not uploaded | Correct the link \
        shortening configuration
        30121 account | Fallback URL missing | Fix
        30122 account | Fallback URL is invalid | Correct the link shortening configuration
        30123 account | Callback URL is missing | Correct the link shortening configuration
        30124 permanent | MessagingServiceSid empty | Add it
        30125 account | Number could not be registered with 10DLC (warning) | Check the number
        30126 account | 10DLC number registration failed | Check and retry registration
        30127 permanent | MessagingServiceSid invalid | Fix
        30128 account | MessagingServiceSidsAction is invalid | Correct the link shortening \
        configuration
        30129 account | Certificate self-signed | Use a CA certificate
        30130 account | Messaging Service SID already belongs in another domain configuration | \
        Correct the link shortening configuration
        30131 info | Link certificate expires soon | Renew
        30132 account | Certificate cannot be validated | Correct the link shortening configuration
        30133 account | The certificate could not be uploaded | Correct the link shortening \
        configuration
        30134 account | Link domain DNS invalid | Fix DNS
        30135 account | Unable to issue certificate | Correct the link shortening configuration
        30136 account | Unable to renew certificate | Correct the link shortening configuration
        30400 permanent | Parameters not valid | Fix
        30404 permanent | Not found | Fix
        30409 permanent | Message cannot be canceled | Accept that it was sent
        30410 transient | Provider timeout | Retry; risk of duplicate
        30437 account | Toll Free verification rejection - Edit time expired | Correct the \
        verification data and submit again; the number stays blocked
        30440 account | Toll Free verification rejection - Unknown Error | Correct the \
        verification data and submit again; the number stays blocked
        30441 account | Toll-Free phone number verification rejection - Disallowed: SHAFT - Sex | \
        Correct the verification data and submit again; the number stays blocked
        30442 account | Toll-Free phone number verification rejection - Disallowed: Spam | Correct \
        the verification data and submit again; the number stays blocked
        30443 account | Toll-Free verification rejection - Disallowed: Loan Marketing | Correct \
        the verification data and submit again; the number stays blocked
        30444 account | Toll Free verification rejection - Disallowed: Fraud | Correct the \
        verification data and submit again; the number stays blocked
        30445 account | Toll Free verification rejection - Could not validate business information \
        | Correct the verification data and submit again; the number stays blocked
        30446 account | Toll Free verification rejection - Opt-in not sufficient: express consent \
        required | Correct the verification data and submit again; the number stays blocked
        30447 account | Toll Free verification rejection - phone number not provisioned to Twilio \
        | Correct the verification data and submit again; the number stays blocked
        30448 account | Toll-Free phone number verification rejection - Age Gate | Correct the \
        verification data and submit again; the number stays blocked
        30449 account | Toll Free verification rejection - URL issues in sample message | Correct \
        the verification data and submit again; the number stays blocked
        30450 throttled | Delivery blocked (SMS pumping protection) | Do not retry at once; review \
        the traffic source
        30451 account | Toll-Free phone number verification unable to process - address invalid | \
        Correct the verification data and submit again; the number stays blocked
        30452 account | Toll-Free phone number verification unable to process - email invalid | \
        Correct the verification data and submit again; the number stays blocked
        30453 throttled | Not delivered: suspected fraud | Hold the destination prefix and \
        investigate
        30454 account | Account exceeded message limit (trial) | Wait or upgrade
        30455 account | Toll-Free phone number verification rejection - Disallowed: SHAFT - Hate | \
        Correct the verification data and submit again; the number stays blocked
        30456 account | Toll Free verification rejection - Disallowed: SHAFT - Alcohol | Correct \
        the verification data and submit again; the number stays blocked
        30457 account | Toll Free verification rejection - Disallowed: SHAFT - Firearms | Correct \
        the verification data and submit again; the number stays blocked
        30458 account | Toll Free verification rejection - Disallowed: SHAFT - Tobacco / Vape | \
        Correct the verification data and submit again; the number stays blocked
        30459 account | Toll Free verification rejection - Disallowed: Cannabis/CBD | Correct the \
        verification data and submit again; the number stays blocked
        30460 account | Toll Free verification rejection - Disallowed: Third Party Debt Collection \
        | Correct the verification data and submit again; the number stays blocked
        30461 account | Toll Free verification rejection - Disallowed: Gambling | Correct the \
        verification data and submit again; the number stays blocked
        30462 account | Toll Free verification rejection - Disallowed: Sweepstakes | Correct the \
        verification data and submit again; the number stays blocked
        30463 account | Toll Free verification rejection - Disallowed: Stock Alerts/Platforms | \
        Correct the verification data and submit again; the number stays blocked
        30464 account | Toll Free verification rejection - Disallowed: Cryptocurrency | Correct \
        the verification data and submit again; the number stays blocked
        30465 account | Toll Free verification rejection - Disallowed: Risk Investment/Get Rich \
        Quick Schemes | Correct the verification data and submit again; the number stays blocked
        30466 account | Toll Free verification rejection - Disallowed - Debt Reduction | Correct \
        the verification data and submit again; the number stays blocked
        30467 account | Toll Free verification rejection - Disallowed: Credit Repair | Correct the \
        verification data and submit again; the number stays blocked
        30468 account | Toll Free verification rejection - Disallowed: Third-party Lead Generation \
        | Correct the verification data and submit again; the number stays blocked
        30469 account | Toll Free verification rejection - Disallowed: Illegal substances/articles \
        | Correct the verification data and submit again; the number stays blocked
        30470 account | Toll Free verification rejection - High Risk: Deceptive Marketing | \
        Correct the verification data and submit again; the number stays blocked
        30471 account | Toll Free verification rejection - High Risk - Non-secured URL in sample \
        message | Correct the verification data and submit again; the number stays blocked
        30472 account | Toll Free verification rejection - Could not verify Business | Correct the \
        verification data and submit again; the number stays blocked
        30473 account | Toll Free verification rejection - Cannot validate business website URL | \
        Correct the verification data and submit again; the number stays blocked
        30474 account | Toll Free verification rejection - Need end business | Correct the \
        verification data and submit again; the number stays blocked
        30475 account | Toll Free verification rejection - Opt-in not sufficient: Cannot combine \
        consent for messaging with requiremen | Correct the verification data and submit again; \
        the number stays blocked
        30476 account | Toll Free verification rejection - Opt-in not provided | Correct the \
        verification data and submit again; the number stays blocked
        30477 account | Toll Free verification rejection - Opt-in - Third party information \
        sharing not allowed | Correct the verification data and submit again; the number stays \
        blocked
        30478 account | Toll Free verification rejection - single phone number used for multiple \
        businesses | Correct the verification data and submit again; the number stays blocked
        30479 account | Toll Free verification rejection - justification needed for more than five \
        toll free phone numbers per busines | Correct the verification data and submit again; the \
        number stays blocked
        30480 account | Toll-Free phone number verification rejection - Disallowed - Phishing | \
        Correct the verification data and submit again; the number stays blocked
        30485 throttled | Not delivered: suspected fraud | As 30453
        30500 transient | Twilio internal error | Retry with backoff
        30610 throttled | Quiet hours, not delivered | Reschedule to the next allowed local time
        30615 throttled | Quiet hours, not delivered | Reschedule to the next allowed local time
        30620 account | Sender does not match use case | Use the right sender
        30630 optOut | Recipient unsubscribed | Add to the opt-out list
        30646 transient | Consent upsert failed | Retry the API call
        30647 transient | Contact upsert failed | Retry the API call
        """
}
