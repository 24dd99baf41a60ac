/** Why texts wait for a person, in the order of how much it hurts to send them wrongly. */
export const reasons = [
  {
    reason: 'review',
    title: 'Read what they wrote first',
    text: 'The customer wrote something that may be a wish to be left alone. Read the conversation before you send.',
    icon: 'eye',
    tone: 'error',
  },
  {
    reason: 'comeback',
    title: 'The customer came back',
    text: 'A complaint, a reopened order or a refund was reported. Asking how it was may not be wise now.',
    icon: 'retry',
    tone: 'warning',
  },
  {
    reason: 'stale',
    title: 'Old transactions',
    text: 'They were long over when your CRM reported them. A text so late may puzzle the customer.',
    icon: 'scheduled',
    tone: 'warning',
  },
  {
    reason: 'burst',
    title: 'A sudden flood',
    text: 'Far more transactions came at once than you ever have; perhaps a file was sent twice, or a test.',
    icon: 'parked',
    tone: 'warning',
  },
  {
    reason: 'budget',
    title: 'The month’s budget is used up',
    text: 'They go out by themselves when the budget is raised or the month begins. Sending them now is tried once more.',
    icon: 'rate',
    tone: 'neutral',
  },
  {
    reason: 'shadow',
    title: 'Rehearsed in shadow mode',
    text: 'These would have gone out. Whatever you send goes through all rules once more, then for real, even while shadow mode is on.',
    icon: 'eye-off',
    tone: 'neutral',
  },
];

export const unknownReason = (reason) => ({ reason, title: 'Held back', text: '', icon: 'parked', tone: 'neutral' });
