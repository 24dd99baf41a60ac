import { get, query } from './api.js';

const path = /^\/at\/([a-z0-9-]+)\/?$/;

/** The door of one business: its word stands in the address, or the host is its own. */
export function door() {
  const [, word] = path.exec(window.location.pathname) || [];
  let looked = false;
  return {
    name: '',
    logo: undefined,
    isMissing: false,

    get hasLogo() { return Boolean(this.logo); },
    get isOurs() { return !this.logo; },
    /** What is said with every login at this door. */
    get said() { return word ? { at: word } : {}; },

    /** Shows whose door it is; most installations have one door for everybody, and show nothing of it. */
    async look() {
      if (looked) return;
      looked = true;
      try {
        const { business } = await get(`/api/business/door${query({ at: word })}`);
        if (business) this.paint(business);
        else this.isMissing = Boolean(word);
      } catch (problem) {
        looked = false;
      }
    },

    paint({ name, logo, colour, textOnColour }) {
      Object.assign(this, { name, logo: logo || undefined });
      const card = document.querySelector('.login-card');
      card.style.setProperty('--button', colour);
      card.style.setProperty('--button-hover', colour);
      card.style.setProperty('--on-button', textOnColour);
      card.classList.add('at-door');
    },
  };
}
