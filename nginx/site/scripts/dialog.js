// x-dialog="expression": shows its element while the expression is true, keeps the focus inside,
// tells the rest of the page to stand back, and gives the focus back afterwards. Escape and a click
// beside the dialog fire `dismiss`; what that means is the page's to say. (Not <dialog>, which
// Firefox before 98 and Safari before 15.4 do not have.)

const focusable = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]';
const opened = [];

function reachable(layer) {
  return [...layer.querySelectorAll(focusable)].filter((element) => element.offsetParent !== null);
}

/** The page's name, so that it can be told where one is, and what says so: the banner, the notices. */
const stays = 'main h1, [data-stays]';

/**
 * Everything beside the topmost dialog is out of reach, for the pointer, the keyboard and screen
 * readers, except what stays.
 */
function standBack() {
  for (const element of document.querySelectorAll('[data-aside]')) setAside(element, false);
  const top = opened.length ? opened[opened.length - 1].layer : null;
  const page = document.documentElement;
  if (top && !page.classList.contains('has-dialog')) page.style.setProperty('--scroll-bar', `${window.innerWidth - page.clientWidth}px`);
  page.classList.toggle('has-dialog', top !== null);
  for (let inner = top; inner && inner !== document.body; inner = inner.parentElement) {
    for (const element of inner.parentElement.children) {
      if (element !== inner) setAsideAllBut(stays, element);
    }
  }
}

function setAsideAllBut(selector, element) {
  if (element.matches(selector)) return;
  if (element.querySelector(selector)) for (const child of element.children) setAsideAllBut(selector, child);
  else setAside(element, true);
}

function setAside(element, aside) {
  element.toggleAttribute('data-aside', aside);
  if (aside) element.setAttribute('aria-hidden', 'true');
  else element.removeAttribute('aria-hidden');
  if ('inert' in element) element.inert = aside;
}

/** Lets Tab go round: from the last stop to the first, and back in from anywhere outside. */
function keepInside(event, layer) {
  const stops = reachable(layer);
  if (!stops.length) return;
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const { activeElement } = document;
  const leaving = event.shiftKey ? [first, layer.firstElementChild] : [last];
  if (layer.contains(activeElement) && !leaving.includes(activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

// On the document, for the focus may have been lost with a button that vanished.
document.addEventListener('keydown', (event) => {
  if (!opened.length) return;
  const { layer } = opened[opened.length - 1];
  if (event.key === 'Tab') keepInside(event, layer);
  if (event.key === 'Escape') dismiss(layer);
});

function dismiss(layer) {
  layer.dispatchEvent(new CustomEvent('dismiss'));
}

function open(layer) {
  opened.push({ layer, cameFrom: document.activeElement });
  layer.hidden = false;
  standBack();
  const first = layer.querySelector('[data-first]') || layer.firstElementChild;
  first.focus({ preventScroll: true });
}

function close(layer) {
  const index = opened.findIndex((entry) => entry.layer === layer);
  layer.hidden = true;
  if (index < 0) return;
  const [{ cameFrom }] = opened.splice(index, 1);
  standBack();
  if (cameFrom && cameFrom.isConnected && cameFrom !== document.body) cameFrom.focus({ preventScroll: true });
  else if (!opened.length) document.getElementById('content').focus({ preventScroll: true });
}

export function dialogDirective(layer, { expression }, { evaluateLater, effect }) {
  const wanted = evaluateLater(expression);
  layer.hidden = true;
  let pressedBeside = false;
  layer.addEventListener('pointerdown', (event) => { pressedBeside = event.target === layer; });
  layer.addEventListener('click', (event) => { if (event.target === layer && pressedBeside) dismiss(layer); });
  effect(() => wanted((shown) => {
    if (shown === !layer.hidden) return;
    if (shown) open(layer);
    else close(layer);
  }));
}
