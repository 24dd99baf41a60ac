// Our fields, in the words of the people who connect a CRM.
export const fields = [
  { name: 'transactionId', label: 'Transaction', required: true, help: 'The CRM’s own number of the visit or sale. Sent twice, it counts once.' },
  { name: 'customerPhone', label: 'Phone', required: true, help: 'Who gets the message; as people write it.' },
  { name: 'customerName', label: 'Customer’s name', help: 'For the greeting.' },
  { name: 'customerFirstName', label: 'First name', help: 'Used where there is no full name.' },
  { name: 'dealershipName', label: 'Dealership', help: 'Which of your houses it was. One house only? Write its name as a fixed value.' },
  { name: 'salesRepName', label: 'Who served', help: 'The advisor or salesperson.' },
  { name: 'amount', label: 'Amount', help: 'What was paid.' },
  { name: 'transactionCompletedAt', label: 'Completed', help: 'When the visit was over.' },
  { name: 'customerId', label: 'Customer number', help: 'The CRM’s number of the customer.' },
  { name: 'language', label: 'Language', help: 'Two letters, such as es, for a text in the customer’s language.' },
  { name: 'channel', label: 'Channel', help: 'sms or whatsapp.' },
];

export const steps = [
  { name: 'trim', label: 'Without spaces around it' },
  { name: 'upper', label: 'In capitals' },
  { name: 'lower', label: 'In small letters' },
  { name: 'digits', label: 'Digits only' },
  { name: 'firstName', label: 'First name of a full name' },
  { name: 'lastName', label: 'Last name of a full name' },
  { name: 'cents', label: 'Cents to an amount' },
  { name: 'money', label: 'Amount as written, $1,234.50' },
  { name: 'date', label: 'Date and time in a format' },
];

export const formats = ['iso', 'MM/dd/yyyy', 'MM/dd/yyyy HH:mm', 'M/d/yyyy h:mm a', 'dd.MM.yyyy HH:mm', 'yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', 'unix', 'unix-ms'];

export const labelOf = (name) => (fields.find((field) => field.name === name) || { label: name }).label;

/** What a CRM might send, for those who have none at hand. */
export const example = JSON.stringify({
  repairOrder: { number: 'RO-10482', closedAt: '11/20/2026 16:45', totalCents: 41250, advisor: 'Dana Reyes' },
  customer: { firstName: 'Maria', lastName: 'Lopez', phones: [{ kind: 'mobile', number: '(415) 517-2054' }], language: 'en' },
  store: { name: 'Sunrise Motors' },
}, null, 2);
