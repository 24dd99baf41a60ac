// What a figure is counted in, and how it is written. Pure.
import * as format from '../format.js';

/** Milliseconds as people say them. */
export function time(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return format.none;
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${format.count(Math.round(milliseconds))} ms`;
  if (seconds < 120) return `${format.count(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 7200) return `${format.count(Math.round(seconds / 6) / 10)} min`;
  return `${format.count(Math.round(seconds / 360) / 10)} h`;
}

export const amountOf = (value) => (value === null || value === undefined ? null : Number(value));

/** `unit` is "messages", "percent", "milliseconds" or a currency. */
export function unitText(value, unit) {
  if (value === null || value === undefined) return format.none;
  if (unit === 'percent') return format.rate(value);
  if (unit === 'milliseconds') return time(value);
  if (unit === 'messages' || unit === 'people') return format.count(value);
  return typeof value === 'number' ? format.money(decimal(value), unit) : format.moneyInShort(value, unit);
}

/** A number on a scale; amounts themselves stay the text that they came as. */
const decimal = (value) => value.toFixed(6).replace(/0+$/, '').replace(/\.$/, '');

/** How much more or less, with what that means: `good` is the direction that pleases, if one does. */
export function change(now, before, unit, good) {
  if (now === null || before === null || now === undefined || before === undefined) return { text: '', tone: 'neutral', direction: 'same' };
  const difference = Number(now) - Number(before);
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  if (direction === 'same') return { text: 'No change', tone: 'neutral', direction };
  const size = Math.abs(difference);
  const points = `${format.count(Math.round(size * 10) / 10)} pts`;
  const share = Number(before) ? `${format.count(Math.round((size / Math.abs(Number(before))) * 100))}\u202f%` : 'new';
  const tone = !good ? 'neutral' : direction === good ? 'good' : 'bad';
  return { text: unit === 'percent' ? points : share, tone, direction };
}

/** The same as a short text such as "+12 %", for tables. */
export function shortChange(now, before, unit) {
  const { text, direction } = change(now, before, unit);
  if (direction === 'same' || !text || /^0\D/.test(text)) return '';
  return `${direction === 'up' ? '+' : '−'}${text}`;
}
