/** Time zones and countries to choose from: all that the browser knows, or else the usual ones. */
const usualZones = [
  'America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage',
  'Pacific/Honolulu', 'America/Toronto', 'America/Vancouver', 'America/Mexico_City', 'America/Sao_Paulo', 'Europe/London',
  'Europe/Dublin', 'Europe/Madrid', 'Europe/Paris', 'Europe/Berlin', 'Europe/Rome', 'Asia/Dubai', 'Asia/Kolkata',
  'Asia/Singapore', 'Asia/Tokyo', 'Australia/Sydney', 'Pacific/Auckland', 'UTC',
];
const usualRegions = [
  'US', 'CA', 'MX', 'BR', 'AR', 'CL', 'CO', 'GB', 'IE', 'ES', 'PT', 'FR', 'BE', 'NL', 'DE', 'AT', 'CH', 'IT', 'DK', 'SE', 'NO',
  'FI', 'PL', 'CZ', 'GR', 'TR', 'IL', 'AE', 'SA', 'EG', 'ZA', 'IN', 'SG', 'MY', 'PH', 'JP', 'KR', 'AU', 'NZ',
];

export const zones = typeof Intl.supportedValuesOf === 'function' ? [...Intl.supportedValuesOf('timeZone'), 'UTC'] : usualZones;

const names = typeof Intl.DisplayNames === 'function' ? new Intl.DisplayNames(undefined, { type: 'region' }) : null;

/** The name of a country, or nothing for what is none. */
export function regionName(code) {
  try {
    const name = names && /^[A-Z]{2}$/i.test(code) ? names.of(code.toUpperCase()) : '';
    return name && name !== code.toUpperCase() ? name : '';
  } catch (error) {
    return '';
  }
}

export const regions = usualRegions.map((code) => ({ value: code, label: regionName(code) || code }));
