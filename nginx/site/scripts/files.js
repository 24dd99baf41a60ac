import { query } from './api.js';

/** The addresses of a list as a file; `filter` answers what the list is narrowed by at the moment. */
export const files = (name, filter = () => ({})) => () => ({
  get csvAddress() { return `/api/export/${name}.csv${query(filter())}`; },
  get excelAddress() { return `/api/export/${name}.csv${query({ ...filter(), bom: 'true' })}`; },
  get linesAddress() { return `/api/export/${name}.ndjson${query(filter())}`; },
});
