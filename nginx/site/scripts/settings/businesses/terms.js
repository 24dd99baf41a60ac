/** What a form says of a business, as the interface takes it. */
export function body({ name, timeZone, region, word, hostName }) {
  return { name: name.trim(), timeZone: timeZone.trim(), region: region.trim().toUpperCase(), word: word.trim().toLowerCase(), hostName: hostName.trim().toLowerCase() };
}
