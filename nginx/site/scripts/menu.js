/** Which menu of the page is open: at most one. */
export function menu() {
  return {
    name: '',

    is(name) { return this.name === name; },
    toggle(name) { this.name = this.is(name) ? '' : name; },
    /** Closes that menu, whichever else may be open. */
    close(name) { if (this.is(name)) this.name = ''; },
    /** Escape closes it and gives the focus back to its button. */
    leave(name) {
      if (!this.is(name)) return;
      this.name = '';
      const button = document.querySelector(`[aria-controls="menu-${name}"]`);
      if (button) button.focus();
    },
  };
}
