/** The way to the other pages: beside the page, and on a phone behind a button. */
export function navigation() {
  return {
    shown: false,

    get state() { return { shown: this.shown }; },
    get expanded() { return String(this.shown); },
    toggle() { this.shown = !this.shown; },
    close(event) {
      if (!this.shown) return;
      this.shown = false;
      if (event && event.key === 'Escape') document.getElementById('navigation-button').focus();
    },
  };
}
