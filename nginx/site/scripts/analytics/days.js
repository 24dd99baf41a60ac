// Calendar days as "2026-11-20", whatever the zone of the browser. Pure.

const dayMilliseconds = 86400000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);
const written = (time) => new Date(time).toISOString().slice(0, 10);

export const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && written(at(text)) === text;
export const plusDays = (day, count) => written(at(day) + count * dayMilliseconds);
/** How many days there are from the first to the last, both counted. */
export const daysBetween = (first, last) => Math.round((at(last) - at(first)) / dayMilliseconds) + 1;
export const monthStart = (day) => `${day.slice(0, 8)}01`;

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const full = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const named = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const weekdays = [0, 1, 2, 3, 4, 5, 6].map((number) => at('2024-01-01') + number * dayMilliseconds);
const weekdayName = (style) => new Intl.DateTimeFormat(undefined, { weekday: style, timeZone: 'UTC' });

export const shortDay = (day) => short.format(at(day));
export const namedDay = (day) => named.format(at(day));
export const rangeText = (first, last) => (first === last ? full.format(at(first)) : `${full.format(at(first))} – ${full.format(at(last))}`);
/** From Monday on. */
export const weekdayNames = weekdays.map((time) => ({ name: weekdayName('long').format(time), short: weekdayName('short').format(time) }));
