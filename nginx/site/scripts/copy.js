import { stores } from './stores.js';

/** Copies a text, and says so. Without HTTPS there is no clipboard to ask, so the old way stays. */
export function copy() {
  return {
    async text(text, what) {
      const done = await written(text);
      if (done) stores.notices.add('success', `${what} copied.`);
      else stores.notices.add('error', `${what} could not be copied. Select the text and copy it by hand.`);
    },
  };
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    return selected(text);
  }
}

function selected(text) {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch (error) {
    done = false;
  }
  area.remove();
  if (before) before.focus();
  return done;
}
