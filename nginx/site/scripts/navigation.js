/** The way to the other pages: beside the page, and on a phone behind a button. */
export function navigation() {
  return {
    shown: false,

    get state() { return { shown: this.shown }; },
    get expanded() { return String(this.shown); },
    toggle() { this.shown = !this.shown; },
    /** Where the row of tabs is longer than the screen, the one that is open stands in its middle. */
    showTab(isShown) {
      if (!isShown) return;
      requestAnimationFrame(() => {
        const row = document.querySelector('.tabs');
        const tab = row.querySelector('[aria-current]');
        row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
      });
    },
    close(event) {
      if (!this.shown) return;
      this.shown = false;
      if (event && event.key === 'Escape') document.getElementById('navigation-button').focus();
    },
  };
}
