// The days on which a report may go out.

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });

/** 1 is Monday; the first of January 2024 was one. */
const weekdayName = (day) => weekday.format(new Date(Date.UTC(2024, 0, day)));

function ordinal(day) {
  const tens = day % 100 > 10 && day % 100 < 14;
  return `${day}${tens ? 'th' : ['th', 'st', 'nd', 'rd'][day % 10] || 'th'}`;
}

/** "Monday", "the 1st", "the last day". */
export function dayName(every, day) {
  if (every === 'week') return weekdayName(day);
  return day === 31 ? 'the last day' : `the ${ordinal(day)}`;
}

/** The choices, with their values as a select element knows them. */
export function days(every) {
  return Array.from({ length: every === 'week' ? 7 : 31 }, (_, index) => ({
    value: String(index + 1),
    label: every === 'week' ? weekdayName(index + 1) : dayName(every, index + 1).replace(/^the l/, 'The l').replace(/^the /, 'The '),
  }));
}
