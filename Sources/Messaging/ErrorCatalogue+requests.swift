extension ErrorCatalogue {
    /// Errors of webhooks, the API and the request to send (11xxx to 23xxx).
    ///
    /// A line is `code class | meaning | advice`.
    ///
    /// Titles are Twilio's, classes and advice our judgement of the published causes.
    static let requestErrors = """
        11100 account | Invalid URL format | Fix the webhook URL
        11200 account | HTTP retrieval failure | Fix the webhook server
        11205 account | HTTP connection failure | Check firewall, DNS and TLS
        11206 account | HTTP protocol violation | Fix the server
        11210 account | Bad host name | Fix DNS
        11215 account | Too many redirects | Remove redirects
        11216 account | Invalid redirect | Fix the server
        11217 account | HTTP error response | Fix the server
        11220 account | TLS handshake error | Fix TLS
        11235 account | Certificate domain mismatch | Fix certificate
        11236 account | Certificate expired | Renew
        11237 account | Certificate path not found | Send the full chain
        11321 account | Misconfigured webhook | Fix
        11322 account | Invalid webhook method | Use POST or GET as configured
        11751 permanent | Media exceeds provider size | Shrink the media
        12100 account | TwiML parse failure | Fix the reply
        12101 account | Invalid TwiML version | Fix the reply
        12102 account | Root element must be Response | Fix the reply
        12200 info | TwiML schema warning | Fix the reply
        12300 account | Invalid content type | Send text/xml
        14101 permanent | Message verb: invalid 'to' | Fix
        14102 permanent | Message verb: invalid 'from' | Fix
        14103 permanent | Message verb: invalid body | Fix
        14104 permanent | Message verb: invalid method | Fix
        14105 permanent | Message verb: invalid statusCallback | Fix
        14106 permanent | Document retrieval limit | Fix the loop
        14107 throttled | SMS send rate limit exceeded | Break the loop
        14108 permanent | From not SMS capable | Change the number
        14109 permanent | TwiML reply limit | Send fewer replies
        14110 permanent | Invalid verb for SMS reply | Fix
        14111 account | Invalid To in trial mode | Verify or upgrade
        20001 permanent | Unknown parameters | Fix the request builder; do not resend unchanged
        20003 account! | Authentication / permission denied | Stop all sends for this credential, \
        alert an operator, re-check the secret
        20004 permanent | Method not allowed | Fix the client
        20005 account! | Account not active | Pause the account and alert
        20006 account! | Access denied | Check key type and subaccount
        20007 permanent | Page size too large | Lower PageSize
        20008 account! | Test credentials not allowed here | Use live credentials, or only the \
        resources test credentials support
        20009 transient | Resource not finished, cannot delete | Retry the delete much later
        20404 permanent | Resource not found | Do not retry; check path and account
        20410 permanent | Gone | Change the integration
        20422 permanent | Invalid parameter | Read message, fix the value
        20429 throttled | Too many requests | Exponential backoff with jitter and fewer parallel \
        requests; message was not created
        20500 transient | Internal server error | Retry with backoff; first search for an already \
        created message to avoid duplicates
        20503 transient | Service unavailable | Retry with backoff
        20504 transient | Twilio internal error | Retry once or twice, then give up and report
        21211 optOut | Invalid 'To' number | Mark the contact's number invalid
        21212 permanent | Invalid 'From' number | Fix the sender; do not retry
        21217 optOut | Phone number not valid | Mark invalid
        21218 permanent | Invalid ApplicationSid | Fix configuration
        21219 account | 'To' number not verified | Verify the number or upgrade
        21264 account | 'From' number not verified | Verify the caller id or buy a number
        21265 permanent | 'To' is a short code | Reject at validation
        21266 permanent | 'To' equals 'From' | Reject at validation
        21267 account | Alphanumeric sender on trial account | Upgrade or use a number
        21268 permanent | Premium or information number | Block the number
        21401 permanent | Invalid phone number | Fix the number
        21402 permanent | Invalid URL | Fix the URL
        21403 permanent | Invalid method | Fix the request
        21404 account | Inbound number not on trial | Upgrade
        21406 permanent | SmsFallbackUrl without SmsUrl | Set SmsUrl too
        21407 permanent | Number type has no SMS | Use another sender
        21408 account | Region not enabled (geo permission) | Enable the country or block it \
        locally; do not retry
        21420 permanent | ApplicationSid not accessible | Fix configuration
        21421 permanent | Phone number is invalid | Fix
        21422 permanent | Phone number not available | Choose another number
        21470 account! | Invalid AccountSid | Fix configuration
        21471 account! | Account does not exist | Fix configuration
        21472 account! | Account is not active | Pause the account
        21481 permanent | Invalid PageToken | Restart the listing from page 0
        21601 permanent | Number not SMS-capable inbound | Use another number
        21602 content | Message body required | Reject empty messages before the call
        21603 permanent | Sender required | Set a sender
        21604 permanent | 'To' required | Set To
        21605 content | Body too long (old endpoint) | Use /Messages
        21606 permanent | 'From' not usable for this destination/account | Choose another sender \
        for this destination
        21607 account | Sandbox sender only (trial) | Upgrade
        21608 account | 'To' not verified (trial) | Verify or upgrade
        21609 permanent | Invalid StatusCallback | Fix the URL; message may be sent without \
        callbacks
        21610 optOut | Recipient unsubscribed | Add to the opt-out list; do not retry until START
        21611 throttled | 'From' queue full | Wait for the queue to drain, lower the rate or add \
        senders
        21612 permanent | To/From combination not reachable | Use another sender type; mark route \
        unusable
        21614 optOut | 'To' is not a mobile number | Mark the number as not textable
        21616 permanent | 'From' matches several numbers | Send the full E.164 number
        21617 content | Body over 1600 characters | Split or shorten
        21618 content | Body cannot be sent | Change the body
        21619 transient | Unable to create record | Retry with backoff after checking for a \
        duplicate
        21620 permanent | Invalid media URL | Fix the URL
        21621 permanent | Sender not MMS enabled | Use another sender or SMS
        21622 account | Account not MMS enabled | Enable MMS
        21623 permanent | Too many media files | Reduce
        21624 permanent | Invalid ValidityPeriod | Clamp the value
        21626 permanent | Invalid StatusCallbackEvent | Fix
        21627 permanent | MaxPrice not a float | Drop the parameter
        21635 optOut | 'To' cannot be a landline | Mark as landline
        21652 permanent | Subject over 40 characters | Shorten
        21653 permanent | Too many recipients | Split the batch
        21654 permanent | ContentSid required | Add ContentSid
        21655 permanent | ContentSid invalid | Fix the template id
        21656 permanent | ContentVariables invalid | Fix the JSON
        21657 permanent | Sender ID invalid | Fix: 1-11 of letters, digits, space and some signs, \
        at least one letter
        21658 permanent | Parameter over length limit | Shorten
        21659 permanent | 'From' not a Twilio number / short code country mismatch | Fix the sender
        21660 account | 'From' belongs to another account | Use the right credentials
        21661 permanent | 'From' not SMS-capable | Use another sender
        21701 account | Messaging Service does not exist | Fix configuration
        21702 account | Messaging Service not available | Check the service
        21703 account | No usable sender in Messaging Service | Add a matching sender
        21704 account | Messaging Service has no senders | Add senders
        21705 account | Messaging Service invalid | Fix configuration
        21708 permanent | Alpha sender missing in request | Fix
        21709 account | Alpha sender not allowed in service | Fix the sender pool
        21710 info | Number already in Messaging Service | Ignore
        21711 info | Sender not in that service | Ignore or fix
        21712 account | Sender used by another service | Move the sender
        21713 permanent | Service use case invalid | Fix
        21714 account | Sender pool size limit | Use another service
        21715 permanent | Number lacks capability for service | Use another number
        21717 account | Brand SID not registered | Register the brand
        21719 account | Service / A2P use case mismatch | Fix registration
        21720 permanent | A2P use case invalid | Fix
        21721 account | Cannot import Campaign Verify token due to incompatible A2P brand | \
        Correct the registration data
        21722 account | Invalid Campaign Verify token | Correct the registration data
        21723 account | Campaign Verify token import already in progress | Correct the \
        registration data
        21724 account | Brand update count exceeded | Correct the registration data
        21725 account | Brand can only be updated when in FAILED state | Correct the registration \
        data
        21726 account | Starter brand registrations and updates are temporarily disabled | Correct \
        the registration data
        21727 account | Campaign registration failed due to missing parameter(s) | Correct the \
        registration data
        21728 permanent | Campaign field length | Fix the campaign
        21729 account | Suspended campaign | Resolve the suspension
        21730 transient | System under maintenance | Retry later
        21731 account | Suspended brand | Resolve
        21732 account | Campaign limit for brand | Remove one
        21733 account | Default messaging service missing | Create it
        21736 account | Brand 2FA failed | Repeat
        21737 account | Campaign blocked: non-compliant brand | Resolve
        21900 permanent | DLT PE id invalid (India) | Fix DLT data
        21901 permanent | DLT template id invalid (India) | Fix DLT data
        21902 permanent | InvoiceTag length | Shorten
        21910 permanent | From and To on different channels | Use the same prefix on both
        23001 account | Redaction vs STOP filtering (long code) | Change the settings
        23002 account | Redaction vs STOP filtering (short code) | Change the settings
        23003 account | Redaction vs Sticky Sender | Change the settings
        23004 account | Redaction vs Advanced Opt-Out | Change the settings
        23006 account | Redaction vs GET webhooks | Use POST
        """
}
