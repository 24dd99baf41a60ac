/** As whom requests are tried: as the person who is logged in, or with a key that is pasted and never kept. */
export function access() {
  return {
    key: '',
    stay() {},
    get usesKey() { return this.key.trim() !== ''; },
    get text() { return this.usesKey ? 'Requests are sent with the key you pasted.' : 'Requests are sent as you, with your session.'; },
  };
}
