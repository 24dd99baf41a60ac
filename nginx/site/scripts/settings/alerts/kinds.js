/** What can raise an alert, in a few words each. */
export const alertKinds = [
  ['failureRate', 'Too many messages fail'],
  ['errorCode', 'An error keeps coming back'],
  ['silence', 'No transactions arrive'],
  ['queueAge', 'Messages wait too long'],
  ['budgetShare', 'The budget is running out'],
  ['lowRating', 'A customer was not happy'],
  ['providerPaused', 'A provider does not accept the account'],
  ['providerFailing', 'A provider is failing'],
  ['callbackPathBroken', 'Delivery reports do not arrive'],
  ['targetDisabled', 'Alerts do not reach somebody'],
].map(([kind, title]) => ({ kind, title, id: `wants-${kind}` }));

export const titleOf = (kind) => (alertKinds.find((one) => one.kind === kind) || { title: kind }).title;
