extension ErrorCatalogue {
    /// Errors of scheduling, verification, channels and templates (35xxx to 92xxx).
    ///
    /// A line is `code class | meaning | advice`.
    ///
    /// Titles are Twilio's, classes and advice our judgement of the published causes.
    static let channelErrors = """
        35111 permanent | SendAt missing | Add SendAt
        35114 permanent | SendAt not supported | Choose a time 5 minutes to 35 days ahead
        35115 permanent | SendAt too soon or wrong | Choose a later time
        35117 permanent | SendAt too far or wrong | Choose an earlier time
        35118 permanent | MessagingServiceSid needed to schedule | Add MessagingServiceSid
        35125 throttled | Too many scheduled messages | Schedule later or in own queue
        35126 permanent | ScheduleType not supported for channel | Use own scheduler
        35127 permanent | Body and ContentVariables together | Send only one
        35132 permanent | Bulk : Provided Attributes JSON is not valid | Correct the request
        35133 permanent | Invalid 'Messages' array provided in the request | Correct the request
        35134 permanent | `Messages` array contains duplicate `To` numbers | Correct the request
        36001 permanent | Broadcast SID Not Found | Correct the request
        36002 permanent | Broadcast Request Limit Reached | Correct the request
        36003 permanent | Broadcast Upload File Size Exceeded | Correct the request
        36004 permanent | Error Retrieving File | Correct the request
        36005 permanent | Broadcast File Type Invalid | Correct the request
        36006 permanent | Broadcast Cannot Be Canceled | Correct the request
        36007 permanent | Broadcast Upload Status Check Failure | Correct the request
        36008 permanent | Invalid Page Token | Correct the request
        36009 permanent | Stats for Broadcast SID Not Found | Correct the request
        60200 permanent | Invalid parameter (Verify) | Fix
        60202 throttled | Max check attempts reached (Verify) | Start a new verification after \
        expiry (10 min)
        60203 throttled | Max send attempts reached (Verify) | Wait for expiry (10 min)
        60205 permanent | SMS to landline (Verify) | Use voice
        60207 throttled | Rate limit reached (Verify) | Wait
        60212 throttled | Too many concurrent requests for number | Serialise per number
        60223 account | Channel disabled | Enable
        60238 permanent | Verification blocked | Do not retry
        60245 throttled | Messaging limits exceeded (Verify) | Wait
        60247 permanent | Message length exceeded (Verify) | Shorten
        63001 account | Channel authentication failed | Reconnect the channel sender
        63002 account | Channel could not find From | Fix the sender
        63003 permanent | Channel could not find To | Fall back to SMS
        63005 content | Channel refused the content | Change the content
        63006 content | Cannot format content for channel | Fix the content
        63007 account | No channel for From | Fix the sender
        63008 account | Channel module misconfigured | Fix settings
        63009 transient | Channel provider 5xx | Retry with backoff
        63010 transient | Internal error | Retry with backoff
        63011 transient | Invalid request | Retry once, then treat as permanent
        63012 transient | Channel provider internal error | Retry with backoff
        63013 content | Channel policy violation | Change the content
        63014 optOut | Blocked by user action | Suppress the contact on the channel
        63015 account | Sandbox: recipient not joined | Join or use a real sender
        63016 permanent | Outside the allowed window | Send an approved template (ContentSid)
        63017 throttled | Rate limit exceeded | Slow down
        63018 throttled | Channel rate limit exceeded | Slow down or wait
        63019 transient | Media failed to download | Check the URL, retry once
        63020 account | Business manager account error | Resolve at Meta
        63021 content | Invalid content | Fix the content
        63022 account | Invalid vname certificate | Re-register the sender
        63023 transient | Channel generic error | Retry once
        63024 permanent | Invalid message recipient | Fall back to SMS
        63025 permanent | Media already exists | Treat as done
        63026 account | Sender flagged as spam | Pause the sender
        63027 permanent | Template missing for language | Fix the template
        63028 permanent | Template parameter count | Fix ContentVariables
        63029 transient | Receiver failed to download template | Retry once
        63030 permanent | Unsupported parameter | Remove it
        63031 permanent | From equals To | Reject at validation
        63032 permanent | WhatsApp limitation for this user | Use another channel
        63033 optOut | Recipient opted out / blocked | Suppress
        63034 permanent | Media exceeds size | Shrink
        63035 account | RCS agent not launched | Launch the agent
        63036 transient | RCS not reachable now | Fall back to SMS
        63037 transient | Channel media upload error | Retry
        63038 throttled | Daily messages limit (account) | Wait until the next day
        63039 throttled | Page near restriction (Messenger) | Slow down
        63040 account | Template rejected | Change the template
        63041 account | Template paused | Wait or use another template
        63042 account | Template disabled | Use another template
        63043 account | Sample media 403 | Fix the URL
        63044 account | Sample media 404 | Fix the URL
        63045 account | Sample media unexpected status | Fix the URL
        63046 info | Template approved | None
        63047 account | Sample media content type | Fix the type
        63049 permanent | Meta chose not to deliver marketing message | Do not retry soon; wait at \
        least 24 h
        63051 account | WhatsApp business account locked | Resolve at Meta
        63052 info | Legacy template used | Use ContentSid
        63100 permanent | Validation error | Fix
        63101 account | WABA id invalid | Fix
        63102 account | Account linked to another WABA | Fix
        63103 account | Cannot assign payment method | Fix billing
        63105 permanent | Channel does not support action | Do not call
        63106 permanent | Not an RCS number | Use SMS
        63107 permanent | Not E.164 | Fix
        63108 account | Sender not ready for test device | Wait
        63109 account | Sender moved to another account | Update configuration
        63111 account | Sender not found at Meta | Re-register
        63112 account | Meta account disabled | Resolve at Meta
        90001 permanent | Message SID invalid | Fix
        90006 permanent | Invalid direction | Fix
        90007 permanent | Invalid validity period | Clamp
        90009 permanent | Message SID already exists | Treat as already created
        90010 account! | Account not active | Pause
        90014 permanent | Validity period not positive | Fix
        92001 permanent | 'Types' Parameter Required | Correct the template request
        92002 permanent | The 'variables' parameter exceeds the allowed limit | Correct the \
        template request
        92003 permanent | 'language' Parameter Required | Correct the template request
        92004 permanent | Invalid language code | Correct the template request
        92005 permanent | ContentSid required | Add it
        92006 permanent | ContentSid invalid | Fix
        92007 permanent | Content variables invalid | Fix
        92008 permanent | Content type not supported | Fix
        92009 permanent | The template associated with this SID has already been submitted for \
        approval | Correct the template request
        """
}
