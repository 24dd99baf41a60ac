// x-interval: a bar from one place to another on a scale of 0 to 100, with a mark on it. Attributes
// only, so it needs no inline style.

import { draw, svg } from '../svg.js';

export function intervalDirective(element, { expression }, { evaluateLater, effect }) {
  const bar = evaluateLater(expression);
  effect(() => bar((value) => {
    if (!value) {
      element.replaceChildren();
      return;
    }
    const { from, to, mark } = value;
    const picture = svg('svg', { 'aria-hidden': 'true' });
    draw(picture, 'rect', { class: 'bar-floor', x: 0, y: 5, width: '100%', height: 6, rx: 3 });
    draw(picture, 'rect', { class: 'bar-reach', x: `${from}%`, y: 5, width: `${Math.max(0.6, to - from)}%`, height: 6, rx: 3 });
    if (mark !== undefined) draw(picture, 'circle', { class: 'bar-mark', cx: `${mark}%`, cy: 8, r: 4.5 });
    element.replaceChildren(picture);
  }));
}
