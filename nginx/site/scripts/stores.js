/** Every store of the page by name; filled by main.js before anything reads it. */
export const stores = {};
