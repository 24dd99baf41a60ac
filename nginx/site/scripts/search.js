const quietMilliseconds = 200;

/**
 * The store `search` of a page: what is looked for follows what is typed, a moment after the last key;
 * `follow` is called when it is something else than before.
 */
export const search = (follow) => () => {
  let waiting = null;

  return {
    typed: '',
    text: '',

    soon() {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.now(), quietMilliseconds);
    },
    now() {
      clearTimeout(waiting);
      if (this.typed.trim() === this.text) return;
      this.text = this.typed.trim();
      follow();
    },
    clear() { Object.assign(this, { typed: '', text: '' }); },
  };
};
