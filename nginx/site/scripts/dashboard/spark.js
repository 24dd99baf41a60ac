// x-spark: a small curve of a row of numbers, drawn as SVG; what it shows is told in words beside it.

import { draw, svg } from '../svg.js';

const width = 120;
const height = 32;
const edge = 3;

const rounded = (number) => Math.round(number * 10) / 10;

/** Points of a curve; what is not known is left out. Rates of nearly 100 % have a scale of their own. */
function points(values, floor) {
  const known = values.filter((value) => value !== null);
  const least = floor ? Math.min(...known) : 0;
  const most = Math.max(...known, least + 1e-9);
  const step = (width - 2 * edge) / Math.max(1, values.length - 1);
  return values.map((value, index) => (value === null ? null : [rounded(edge + index * step), rounded(height - edge - ((value - least) / (most - least || 1)) * (height - 2 * edge))])).filter(Boolean);
}

function drawCurve(element, values, floor) {
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: 'spark-svg', 'aria-hidden': 'true', focusable: 'false',
  });
  const places = points(values, floor);
  const any = values.some((value) => value);
  if (any && places.length > 1) {
    const line = places.map((place) => place.join(' ')).join(' L ');
    draw(picture, 'path', { class: 'spark-area', d: `M ${places[0][0]} ${height} L ${line} L ${places[places.length - 1][0]} ${height} Z` });
    draw(picture, 'path', { class: 'spark-line', d: `M ${line}` });
  } else {
    draw(picture, 'path', { class: 'spark-line flat', d: `M ${edge} ${height - edge} L ${width - edge} ${height - edge}` });
  }
  element.replaceChildren(picture);
}

export function sparkDirective(element, { expression }, { evaluateLater, effect }) {
  const curve = evaluateLater(expression);
  let drawn = '';
  effect(() => curve((value) => {
    const { values, floor } = value || { values: [], floor: false };
    const text = JSON.stringify([values, floor]);
    if (text === drawn) return;
    drawn = text;
    drawCurve(element, values, floor);
  }));
}
