/** Every store of the page by name; filled by frame.js before anything reads it. */
export const stores = {};
