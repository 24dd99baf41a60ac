/** The first moment of a day of the browser's clock, some days later; nothing for no day. */
export function startOfDay(day, later = 0) {
  const [year, month, date] = day.split('-').map(Number);
  if (!year) return '';
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? '' : start.toISOString();
}
