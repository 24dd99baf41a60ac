/** Lets the browser save bytes that were fetched, under a name. */
export function saveFile(bytes, name) {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
  // The browser has begun to read it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
