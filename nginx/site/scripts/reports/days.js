// x-days: days as stacked bars, drawn as SVG. Percentages and attributes only, so that it stretches
// with the page and needs no inline style.

import { draw, svg } from '../svg.js';

const plotHeight = 132;
const baseline = 140;
const labelsMax = 8;

function drawDay(chart, day, index, width, most, report) {
  const column = draw(chart, 'g', { class: 'hour' });
  const left = index * width;
  const bar = { x: `${left + width * 0.16}%`, width: `${width * 0.68}%` };
  draw(column, 'rect', { class: 'hour-target', x: `${left}%`, y: 0, width: `${width}%`, height: baseline });
  draw(column, 'rect', { class: 'hour-floor', ...bar, y: baseline - 1, height: 1 });
  let top = baseline;
  for (const kind of ['delivered', 'moving', 'failed', 'cancelled']) {
    if (!day[kind]) continue;
    const height = Math.max(1.5, (day[kind] / most) * plotHeight);
    top -= height;
    draw(column, 'rect', { class: `hour-bar ${kind === 'cancelled' ? 'withheld' : kind}`, ...bar, y: top, height });
  }
  column.addEventListener('pointerenter', () => report(index));
  column.addEventListener('pointerleave', () => report(null));
}

function drawChart(element, days) {
  const chart = svg('svg', { class: 'hours-svg report-svg' });
  const most = Math.max(4, ...days.map((day) => day.total));
  const width = 100 / Math.max(1, days.length);
  const step = Math.ceil(days.length / labelsMax);
  const report = (detail) => element.dispatchEvent(new CustomEvent('reading', { detail, bubbles: true }));
  days.forEach((day, index) => {
    drawDay(chart, day, index, width, most, report);
    if (index % step) return;
    // On a phone every second name has room.
    const label = draw(chart, 'text', { class: (index / step) % 2 ? 'hour-label minor' : 'hour-label', x: `${(index + 0.5) * width}%`, y: baseline + 20 });
    label.textContent = day.axis;
  });
  element.replaceChildren(chart);
}

export function daysDirective(element, { expression }, { evaluateLater, effect }) {
  const read = evaluateLater(expression);
  let drawn = '';
  effect(() => read((days) => {
    const text = JSON.stringify(days);
    if (text === drawn) return;
    drawn = text;
    drawChart(element, days);
  }));
}
