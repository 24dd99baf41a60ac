const shownMilliseconds = 6000;

/** Short notices in the corner, and what is only spoken, for those who listen to the page. */
export function notices() {
  let last = 0;
  return {
    list: [],
    spoken: '',

    /** `tone` is 'success' or 'error'; an error stays until it is dismissed. */
    add(tone, text) {
      const id = ++last;
      const icon = tone === 'error' ? '/icons.svg#alert' : '/icons.svg#sent';
      this.list = [...this.list.slice(-2), { id, tone, text, icon }];
      if (tone !== 'error') setTimeout(() => this.dismiss(id), shownMilliseconds);
    },
    dismiss(id) { this.list = this.list.filter((notice) => notice.id !== id); },
    say(text) { this.spoken = text; },
  };
}
