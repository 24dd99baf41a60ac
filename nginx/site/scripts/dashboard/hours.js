// x-hours: the day's messages as stacked bars, drawn as SVG. Percentages and attributes only, so
// it stretches with the page and needs no inline style.

import { draw, svg } from '../svg.js';

const plotHeight = 112;
const baseline = 116;
const axisHeight = 138;
const columnShare = 100 / 24;

function drawColumn(chart, row, index, most, report) {
  const column = draw(chart, 'g', { class: 'hour' });
  const left = index * columnShare;
  draw(column, 'rect', { class: 'hour-target', x: `${left}%`, y: 0, width: `${columnShare}%`, height: baseline });
  draw(column, 'rect', { class: 'hour-floor', x: `${left + columnShare * 0.18}%`, y: baseline - 2, width: `${columnShare * 0.64}%`, height: 2, rx: 1 });
  let top = baseline;
  const moving = Math.max(0, row.sent - row.delivered - row.failed);
  for (const [kind, value] of [['delivered', row.delivered], ['moving', moving], ['failed', row.failed]]) {
    if (!value) continue;
    const height = Math.max(3, (value / most) * plotHeight);
    top -= height;
    draw(column, 'rect', {
      class: `hour-bar ${kind}`, x: `${left + columnShare * 0.18}%`, y: top, width: `${columnShare * 0.64}%`, height: Math.max(1, height - 1.5), rx: 2,
    });
  }
  column.addEventListener('pointerenter', () => report(index));
  column.addEventListener('pointerleave', () => report(null));
}

function drawChart(element, rows) {
  const chart = svg('svg', { class: 'hours-svg' });
  const most = Math.max(4, ...rows.map((row) => Math.max(row.sent, row.delivered + row.failed)));
  const report = (detail) => element.dispatchEvent(new CustomEvent('reading', { detail, bubbles: true }));
  rows.forEach((row, index) => {
    drawColumn(chart, row, index, most, report);
    if (index % 3) return;
    const label = draw(chart, 'text', { class: index % 6 ? 'hour-label minor' : 'hour-label', x: `${(index + 0.5) * columnShare}%`, y: axisHeight });
    label.textContent = `${String(row.hour).padStart(2, '0')}`;
  });
  element.replaceChildren(chart);
}

export function hoursDirective(element, { expression }, { evaluateLater, effect }) {
  const rows = evaluateLater(expression);
  let drawn = '';
  effect(() => rows((hours) => {
    const day = hours.length ? hours : Array.from({ length: 24 }, (_, hour) => ({ hour, total: 0, sent: 0, delivered: 0, failed: 0 }));
    const text = JSON.stringify(day);
    if (text === drawn) return;
    drawn = text;
    drawChart(element, day);
  }));
}
