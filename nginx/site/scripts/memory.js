/** What this browser remembers between visits; where it may not, each visit begins anew. */
export const memory = {
  get(name, otherwise) {
    try {
      const kept = localStorage.getItem(name);
      return kept === null ? otherwise : JSON.parse(kept);
    } catch (error) {
      return otherwise;
    }
  },
  set(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch (error) { /* private mode */ }
  },
};
