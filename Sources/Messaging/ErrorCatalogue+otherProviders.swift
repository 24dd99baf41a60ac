extension ErrorCatalogue {
    /// Errors of the providers beside Twilio, each code after the name of its adapter.
    ///
    /// A line is `code class | meaning | advice`. Codes and meanings are the providers' published
    /// ones, classes and advice our judgement of them.
    static let otherProvidersErrors = """
        vonage:1 throttled | Too many requests | Send slower
        vonage:2 permanent | A parameter is missing | Check the adapter's settings
        vonage:3 permanent | A parameter is not valid | Check the recipient and the sender
        vonage:4 account! | The API key or secret is wrong | Correct the provider's settings
        vonage:5 transient | Internal error at the provider | It is tried again
        vonage:6 permanent | The message cannot be understood | Check text and sender
        vonage:7 optOut | The number is barred | Do not send to this number
        vonage:8 account! | The account is barred | Contact the provider
        vonage:9 account! | The account has no credit left | Top up the account
        vonage:10 throttled | Too many connections | Send slower
        vonage:11 account! | The account may not send by HTTP | Contact the provider
        vonage:12 content | The message is too long | Shorten the text
        vonage:14 account! | The signature is wrong | Correct the provider's settings
        vonage:15 account | The sender is not allowed | Choose another sender
        vonage:22 permanent | The network code is not valid | Check the recipient
        vonage:23 account | The callback's address is not valid | Check PUBLIC_URL
        vonage:29 account | The recipient is not on the demo account's list | Upgrade the account
        vonage:32 account! | Signature and secret were both sent | Correct the provider's settings
        vonage:33 optOut | The number is deactivated | Remove this number
        vonage:dlr-1 permanent | The carrier gave no reason | Look at other messages to this carrier
        vonage:dlr-2 transient | The handset is absent for now | It is tried again
        vonage:dlr-3 optOut | The subscriber is gone | Remove this number
        vonage:dlr-4 optOut | The recipient barred messages | Do not send to this number
        vonage:dlr-5 transient | The number is being ported | It is tried again
        vonage:dlr-6 content | A spam filter refused it | Change the text
        vonage:dlr-7 transient | The handset was busy | It is tried again
        vonage:dlr-8 transient | Fault in the carrier's network | It is tried again
        vonage:dlr-9 optOut | The number is not valid | Remove this number
        vonage:dlr-10 permanent | The message is not valid | Check the text
        vonage:dlr-11 permanent | No way to this number | Try another provider
        vonage:dlr-12 transient | The destination cannot be reached | It is tried again
        vonage:dlr-13 permanent | Refused for the subscriber's age | Do not send such content there
        vonage:dlr-14 content | The carrier blocked it | Change the text, register the sender
        vonage:dlr-15 transient | The prepaid subscriber has no credit | It is tried again
        vonage:dlr-99 permanent | General error | Ask the provider
        vonage-messages:1000 throttled | Too many requests | Send slower
        vonage-messages:1010 permanent | A parameter is missing | Check the adapter's settings
        vonage-messages:1020 permanent | A parameter is not valid | Check recipient and sender
        vonage-messages:1021 permanent | The number is not valid | Check the recipient
        plivo:10 permanent | The message is not valid | Check the text
        plivo:20 transient | Fault in the network | It is tried again
        plivo:30 content | A spam filter refused it | Change the text
        plivo:40 account | The sender is not valid | Choose another sender
        plivo:50 optOut | The number is not valid | Remove this number
        plivo:60 permanent | The message ran in a loop | Check where it is sent
        plivo:70 optOut | The destination is gone for good | Remove this number
        plivo:80 transient | The destination is away for now | It is tried again
        plivo:90 permanent | No way to this number | Try another provider
        plivo:100 content | The carrier does not allow it | Change the text, register the sender
        plivo:110 content | The message is too long | Shorten the text
        plivo:200 optOut | The recipient opted out | Do not send to this number
        plivo:300 transient | The provider could not hand it on | It is tried again
        plivo:420 permanent | It ran out of time | Send it anew if it is still welcome
        plivo:450 account | The country is barred | Allow the country in the account
        plivo:900 account! | The account has no credit left | Top up the account
        plivo:1000 permanent | The reason is not known | Ask the provider
        telnyx:10009 account! | The API key is wrong | Correct the provider's settings
        telnyx:10010 account! | The account may not do this | Contact the provider
        telnyx:10011 throttled | Too many requests | Send slower
        telnyx:20100 account! | The account has no credit left | Top up the account
        telnyx:40001 permanent | No way to this number | Try another provider
        telnyx:40002 transient | A spam filter refused it for now | It is tried again
        telnyx:40003 content | A spam filter refused it | Change the text
        telnyx:40004 optOut | The destination refused it | Do not send to this number
        telnyx:40005 permanent | It ran out of time | Send it anew if it is still welcome
        telnyx:40006 transient | The recipient's server is away | It is tried again
        telnyx:40008 permanent | It cannot be delivered | Check the number
        telnyx:40009 content | The text is not valid | Change the text
        telnyx:40011 throttled | The sender's rate is used up | Send slower
        telnyx:40300 optOut | The recipient opted out | Do not send to this number
        messagebird:2 account! | The request is not allowed: the key is wrong | Correct the settings
        messagebird:9 permanent | A parameter is missing | Check the adapter's settings
        messagebird:10 permanent | A parameter is not valid | Check recipient and sender
        messagebird:20 permanent | It is not found | Check the adapter's settings
        messagebird:25 account! | The account has no credit left | Top up the account
        messagebird:98 transient | Not found at the provider for now | It is tried again
        messagebird:99 transient | Internal error at the provider | It is tried again
        messagebird:106 throttled | The campaign's volume is used up | Wait for the next day
        messagebird:107 throttled | The campaign's rate is used up | Send slower
        bird:InsufficientBalance account! | The account has no credit left | Top up the account
        bird:Unauthorized account! | The key is wrong | Correct the provider's settings
        sinch:unauthorized account! | The token is wrong | Correct the provider's settings
        sinch:forbidden account! | The account may not do this | Contact the provider
        sinch:too_many_requests throttled | Too many requests | Send slower
        sinch:syntax_invalid_json permanent | The request is malformed | Report the adapter's fault
        sinch:syntax_invalid_parameter_format permanent | A parameter is malformed | Check recipient \
        and sender
        sinch:syntax_constraint_violation permanent | A parameter is not valid | Check recipient, \
        sender and text
        sinch:402 permanent | The route rejected it | Try another provider
        sinch:403 permanent | The number is not valid | Check the number
        sinch:404 permanent | It could not be handed on | Try another provider
        sinch:405 optOut | The recipient is unknown | Remove this number
        sinch:406 permanent | It ran out of time | Send it anew if it is still welcome
        sinch:407 permanent | Cancelled at the provider | Nothing
        sinch:408 content | The carrier refused the content | Change the text
        bandwidth:4301 permanent | The request is malformed | Report the adapter's fault
        bandwidth:4302 permanent | The request is malformed | Report the adapter's fault
        bandwidth:4303 permanent | The request is malformed | Report the adapter's fault
        bandwidth:4403 permanent | The sender is not a number of the account | Choose another sender
        bandwidth:4404 permanent | The number does not take messages | Remove this number
        bandwidth:4405 permanent | The recipient is not valid | Check the number
        bandwidth:4406 permanent | The recipient is not valid | Check the number
        bandwidth:4432 account | The country is barred | Allow the country in the account
        bandwidth:4470 content | A spam filter refused it | Change the text
        bandwidth:4481 content | The carrier blocked it | Change the text, register the sender
        bandwidth:4482 content | The carrier blocked it | Change the text, register the sender
        bandwidth:4720 optOut | The number is not valid | Remove this number
        bandwidth:4721 optOut | The number is deactivated | Remove this number
        bandwidth:4770 content | The carrier took it for spam | Change the text
        bandwidth:4773 account | The campaign is not active | Register the campaign
        bandwidth:4775 optOut | The recipient opted out | Do not send to this number
        bandwidth:4780 throttled | The volume is used up | Send slower
        bandwidth:4781 throttled | The volume of the day is used up | Wait for the next day
        bandwidth:4785 throttled | The volume is used up | Send slower
        bandwidth:4795 account | The toll-free number is not verified | Verify the sender
        bandwidth:9902 permanent | The carrier never reported | Ask the recipient
        infobip:UNAUTHORIZED account! | The key is wrong | Correct the provider's settings
        infobip:E401 account! | The key is wrong | Correct the provider's settings
        infobip:E403 account! | The account may not do this | Contact the provider
        infobip:BAD_REQUEST permanent | The request is malformed | Report the adapter's fault
        infobip:TOO_MANY_REQUESTS throttled | Too many requests | Send slower
        infobip:REJECTED_NOT_ENOUGH_CREDITS account! | The account has no credit left | Top it up
        infobip:REJECTED_DESTINATION permanent | The destination is not allowed | Check the number
        infobip:REJECTED_SOURCE account | The sender is not allowed | Choose another sender
        infobip:REJECTED_NETWORK account | The network is not allowed | Allow it in the account
        infobip:REJECTED_PREFIX_MISSING permanent | The number's prefix is not known | Check the number
        infobip:REJECTED_FLOODING_FILTER throttled | Too many alike to one number | Send slower
        infobip:EC_UNKNOWN_SUBSCRIBER optOut | The subscriber is unknown | Remove this number
        infobip:EC_ABSENT_SUBSCRIBER transient | The handset is absent for now | It is tried again
        infobip:EC_INVALID_DESTINATION_ADDRESS optOut | The number is not valid | Remove this number
        infobip:EC_DEST_ADDRESS_BLACKLISTED optOut | The number is on a blacklist | Do not send there
        whatsapp:0 account! | The token is not valid | Correct the provider's settings
        whatsapp:1 transient | Unknown error at the provider | It is tried again
        whatsapp:2 transient | The provider is away for now | It is tried again
        whatsapp:3 account! | The app may not do this | Correct the app's permissions
        whatsapp:4 throttled | The app's rate is used up | Send slower
        whatsapp:10 account! | The permission was taken away | Correct the app's permissions
        whatsapp:100 permanent | A parameter is not valid | Report the adapter's fault
        whatsapp:190 account! | The token has expired | Make a new token
        whatsapp:368 account! | The account is blocked for a breach of policy | Contact Meta
        whatsapp:80007 throttled | The account's rate is used up | Send slower
        whatsapp:130429 throttled | The rate is used up | Send slower
        whatsapp:131000 transient | Something went wrong at the provider | It is tried again
        whatsapp:131005 account! | Access is denied | Correct the app's permissions
        whatsapp:131008 permanent | A parameter is missing | Report the adapter's fault
        whatsapp:131009 permanent | A parameter's value is not valid | Check the number
        whatsapp:131016 transient | The service is away for now | It is tried again
        whatsapp:131021 permanent | Sender and recipient are the same | Check the number
        whatsapp:131026 permanent | The number cannot take WhatsApp messages | Send an SMS
        whatsapp:131031 account! | The account is locked | Contact Meta
        whatsapp:131042 account! | The payment failed | Correct the way of payment
        whatsapp:131047 content | More than 24 h since the customer's last message | Use a template \
        that Meta approved
        whatsapp:131048 throttled | Too many were reported as spam | Send slower, change the text
        whatsapp:131049 permanent | Meta holds it back for the customer's sake | Wait for a day
        whatsapp:131050 optOut | The recipient wants no marketing | Do not send to this number
        whatsapp:131051 permanent | The kind of message is not known | Report the adapter's fault
        whatsapp:131052 permanent | The media could not be fetched | Check the media
        whatsapp:131053 permanent | The media could not be uploaded | Check the media
        whatsapp:131056 throttled | Too many to this number | Send slower
        whatsapp:132000 content | The template's parameters do not match | Mend the template
        whatsapp:132001 content | There is no such template | Mend the template
        whatsapp:132005 content | The text is too long | Shorten the text
        whatsapp:132007 content | The template breaks a policy | Mend the template
        whatsapp:132012 content | The template's parameter is malformed | Mend the template
        whatsapp:132015 content | The template is paused | Use another template
        whatsapp:132016 content | The template is disabled | Use another template
        whatsapp:133004 transient | The server is away for now | It is tried again
        whatsapp:133010 account! | The sender is not registered | Register the number
        kannel:403 account! | The user or password is wrong | Correct the provider's settings
        jasmin:ESME_RTHROTTLED throttled | The carrier's rate is used up | Send slower
        jasmin:ESME_RMSGQFUL throttled | The carrier's queue is full | Send slower
        jasmin:ESME_RINVDSTADR optOut | The number is not valid | Remove this number
        jasmin:ESME_RINVSRCADR account | The sender is not valid | Choose another sender
        jasmin:ESME_RSUBMITFAIL permanent | The carrier refused it | Ask the carrier
        """
}
