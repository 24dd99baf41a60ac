// Numbers, times, money and phone numbers as people read them. Pure: nothing here reads the page.

const whole = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const exactly = new Intl.DateTimeFormat(undefined, {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
  hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});

export const none = '—';

export const count = (value) => (value === null || value === undefined ? none : whole.format(value));

/** A number of 0 to 100, as the functions state rates. */
export const rate = (value) => (value === null || value === undefined ? none : `${percent.format(value)}\u202f%`);

/** The share that arrived of the messages a provider took, as far as their end is known. */
export const deliveredShare = ({ samples, delivered }) => rate(samples ? (100 * delivered) / samples : null);

export const exactTime = (iso) => (iso ? exactly.format(new Date(iso)) : '');

/** The time alone when it is of today, else the day as well. */
export function clockTime(iso, now) {
  if (!iso) return '';
  const date = new Date(iso);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : shortDay.format(date);
}

/** "now", "3 min. ago", "in 2 hr."; beyond a day, the date. `now` is in milliseconds. */
export function ago(iso, now) {
  if (!iso) return none;
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  if (size < 60) return relative.format(Math.sign(seconds) * Math.floor(size), 'second');
  if (size < 3600) return relative.format(Math.sign(seconds) * Math.floor(size / 60), 'minute');
  if (size < 86400) return relative.format(Math.sign(seconds) * Math.floor(size / 3600), 'hour');
  return shortDay.format(new Date(iso));
}

/** A calendar day ("2026-11-20") as written, whatever the zone of the browser. */
export const day = (date) => (date ? longDay.format(new Date(`${date}T00:00:00Z`)) : '');

/**
 * A decimal string with its currency. The fraction is taken over digit by digit, never through a
 * floating-point number, so "0.0079" is four digits and "19.9" becomes "19.90".
 */
export function money(amount, currency) {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount === null || amount === undefined ? '' : String(amount));
  if (!match) return '';
  const [, minus, integer, fraction = ''] = match;
  let parts;
  try {
    parts = new Intl.NumberFormat(undefined, { style: 'currency', currency: currency || 'USD' }).formatToParts(BigInt(integer));
  } catch (error) {
    return `${amount} ${currency || ''}`.trim();
  }
  const text = parts.map(({ type, value }) => (type === 'fraction' ? fraction.padEnd(value.length, '0') : value));
  return (minus ? '\u2212' : '') + text.join('');
}

/** An amount to the cent, where it has more than one unit; fractions of a cent matter only below. */
export function moneyInShort(amount, currency) {
  const match = /^(-?)(\d+)\.(\d{2})(\d+)$/.exec(amount || '');
  if (!match || match[2] === '0') return money(amount, currency);
  const [, sign, whole, cents, rest] = match;
  const total = BigInt(whole + cents) + (rest[0] >= '5' ? 1n : 0n);
  const digits = String(total).padStart(3, '0');
  return money(`${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency);
}

/** An E.164 number with spaces for the eye; North American numbers as they are written there. */
export function phone(number) {
  if (!number) return '';
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 (${american[1]}) ${american[2]}-${american[3]}`;
  if (number.startsWith('erased-')) return 'Erased number';
  return number;
}

/**
 * A number as people type it, in E.164, or nothing when it does not look like one. Without a plus
 * sign ten digits are taken as North American; a search that guesses wrong just finds nothing.
 */
export function phoneTyped(text) {
  const digits = text.replace(/\D/g, '');
  if (!/^\+?[\d\s().-]+$/.test(text) || digits.length < 8 || digits.length > 15) return '';
  return text.startsWith('+') || digits.length !== 10 ? `+${digits}` : `+1${digits}`;
}

/** "customer_name" and "providerMessageId" as words. */
export function words(name) {
  const spaced = name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** "1 message", "2 messages". */
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** What stands where a text was that a business no longer keeps; `at` is when it came. */
export function removedText(what, at, removedAt) {
  const days = Math.max(1, Math.round((new Date(removedAt) - new Date(at)) / 86400000));
  return `${what} removed after ${plural(days, 'day')}`;
}

/** Milliseconds as "85 ms" or "1.2 s". */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '';
  return milliseconds < 1000 ? `${whole.format(milliseconds)} ms` : `${percent.format(milliseconds / 1000)} s`;
}
