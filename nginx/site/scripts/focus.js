const drawnMilliseconds = 50;

/** Moves the focus to what `find` finds once the page shows it; whoever has gone to another field by then stays there. */
export function focusOnceShown(find, options) {
  const before = document.activeElement;
  setTimeout(() => {
    const now = document.activeElement;
    if (now !== before && now.matches('input, textarea, select')) return;
    const element = find();
    if (element) element.focus(options);
  }, drawnMilliseconds);
}

export const focusById = (id, options) => focusOnceShown(() => document.getElementById(id), options);
