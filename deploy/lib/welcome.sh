# What deploy/up says at the end: where everything is, and how to send a first message.

. "$SMS_STATE/env"
cat <<WORDS

  Dashboard  $BASE_URL
  Login      $ADMIN_EMAIL
  Password   $ADMIN_PASSWORD
  API key    $API_KEY

WORDS
if [[ -n $CA_FILE ]]; then
    cat <<WORDS
  The certificate is this machine's own: browsers ask whether you believe it ($CA_FILE).

WORDS
fi
if tool settings uses-sandbox; then
    cat <<WORDS
  Messages go to a sandbox, not to phones. Open the dashboard, then send a first one:

WORDS
    number='(415) 517-2054'
else
    cat <<WORDS
  Messages go out through the Twilio account $TWILIO_ACCOUNT_SID, and cost money.
  Twilio reports to $PUBLIC_URL/webhook/status. A first one, to your own phone:

WORDS
    number='+1 your own number'
fi
cat <<WORDS
curl ${CA_FILE:+--cacert '$CA_FILE' }-X POST '$BASE_URL/webhook/transaction-complete' \\
  -H 'x-api-key: $API_KEY' -H 'content-type: application/json' \\
  -d '{"transactionId": "first-'\$(date +%s)'", "customerName": "Maria Lopez", "customerPhone": "$number", "dealershipName": "Sunrise Motors", "amount": 48250.00}'

  The time between a transaction and its message is "delay_hours"; two hours, for example:

curl ${CA_FILE:+--cacert '$CA_FILE' }-X POST '$BASE_URL/api/config' -H 'x-api-key: $API_KEY' \\
  -H 'content-type: application/json' -d '{"delay_hours": 2}'

  deploy/status shows how it does, deploy/logs what it says, deploy/down stops it.
WORDS
