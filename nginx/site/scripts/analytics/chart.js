// x-chart: a chart by Chart.js, in the colours of the design system, drawn anew when the light changes.
import { amountOf, unitText } from './units.js';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/** How far below the screen a chart is drawn already. */
const ahead = '300px';

/** Every tone is a token; the same for a status here as on the rest of the pages. */
const tones = ['primary', 'success', 'warning', 'error'];
const more = { light: ['#7c3aed', '#0e7490', '#be185d', '#4d7c0f'], dark: ['#a78bfa', '#22d3ee', '#f472b6', '#a3e635'] };

function token(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

function colour(tone) {
  if (tones.includes(tone)) return token(`--${tone}`);
  if (tone === 'neutral') return token('--line-strong');
  if (tone === 'faint') return token(dark.matches ? '--line' : '--line-strong');
  return more[dark.matches ? 'dark' : 'light'][Number(tone) % 4];
}

function faded(hex) {
  const digits = /^#(..)(..)(..)$/.exec(hex);
  return digits ? `rgba(${digits.slice(1).map((pair) => parseInt(pair, 16)).join(', ')}, .12)` : hex;
}

function datasets({ kind, series, stacked }) {
  return series.map((one) => {
    const paint = colour(one.tone);
    const isLine = (one.kind || kind) === 'line';
    const shared = { label: one.label, data: one.values, exact: one.texts, borderColor: paint, order: isLine ? 0 : 1, ...(stacked ? { stack: one.dashed ? 'before' : 'now' } : {}) };
    return isLine
      ? { ...shared, type: 'line', borderWidth: one.dashed ? 1.75 : 2.25, borderDash: one.dashed ? [5, 4] : [], backgroundColor: one.filled ? faded(paint) : paint, fill: one.filled ? 'origin' : false, pointRadius: one.values.length > 1 ? 0 : 4, pointHoverRadius: 4, pointBackgroundColor: paint, tension: 0.25, spanGaps: true }
      : { ...shared, type: 'bar', borderWidth: 0, backgroundColor: paint, borderRadius: 2, maxBarThickness: 36, categoryPercentage: 0.78, barPercentage: 0.95 };
  });
}

/** On a scale of tens only 1, 2, 5 and their multiples are written. */
function isRound(value) {
  const first = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((round) => Math.abs(first - round) < 1e-6);
}

/** A line that is dashed in the chart is a dash in its legend. */
function generateLabels(chart) {
  return window.Chart.defaults.plugins.legend.labels.generateLabels(chart).map((label) => {
    const isDashed = (chart.data.datasets[label.datasetIndex].borderDash || []).length > 0;
    return isDashed ? { ...label, pointStyle: 'line', lineWidth: 2, lineDash: [4, 2] } : label;
  });
}

function options({ stacked, unit, most, scale }) {
  const text = { color: token('--muted'), font: { family: token('--font'), size: 12 } };
  const grid = { color: token('--line'), drawBorder: false, drawTicks: false };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: still.matches ? false : { duration: 250 },
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: { stacked: Boolean(stacked), grid: { display: false, drawBorder: false }, ticks: { ...text, maxRotation: 0, autoSkipPadding: 16, padding: 6 } },
      y: {
        stacked: Boolean(stacked), type: scale || 'linear', beginAtZero: !scale, suggestedMax: most, grid,
        ticks: { ...text, padding: 8, maxTicksLimit: scale ? 12 : 6, precision: unit === 'messages' ? 0 : undefined, callback: (value) => (scale && !isRound(value) ? null : unitText(value, unit)) },
      },
    },
    plugins: {
      legend: { position: 'bottom', align: 'start', labels: { ...text, sort: (one, other) => one.datasetIndex - other.datasetIndex, usePointStyle: true, pointStyle: 'rectRounded', boxWidth: 9, boxHeight: 9, padding: 16, generateLabels } },
      tooltip: {
        backgroundColor: token('--text'), titleColor: token('--surface'), bodyColor: token('--surface'), titleFont: { family: token('--font') }, bodyFont: { family: token('--font') },
        padding: 12, cornerRadius: 8, usePointStyle: true, boxPadding: 6,
        callbacks: {
          label: ({ dataset, dataIndex, raw }) => ` ${dataset.label}: ${dataset.exact ? dataset.exact[dataIndex] : unitText(amountOf(raw), unit)}`,
        },
      },
    },
  };
}

export function chartDirective(element, { expression }, { evaluateLater, effect, cleanup }) {
  const model = evaluateLater(expression);
  let chart = null;
  let wanted = '';
  let isNear = false;
  let isStale = false;

  /** Most charts are further down, and one that is made while its panel is hidden keeps no size: they wait. */
  function draw() {
    if (!isNear || !isStale || !window.Chart) return;
    isStale = false;
    if (chart) chart.destroy();
    chart = null;
    if (!wanted) return;
    const plan = JSON.parse(wanted);
    chart = new window.Chart(element, { data: { labels: plan.labels, datasets: datasets(plan) }, options: options(plan) });
  }

  function redraw() {
    isStale = true;
    draw();
  }

  const watch = new IntersectionObserver((changes) => {
    isNear = changes[changes.length - 1].isIntersecting;
    draw();
  }, { rootMargin: ahead });
  watch.observe(element.parentNode);

  // A copy, so that the chart does not write into what the page watches.
  effect(() => model((plan) => {
    const text = plan ? JSON.stringify(plan) : '';
    if (text === wanted) return;
    wanted = text;
    redraw();
  }));
  dark.addEventListener('change', redraw);
  cleanup(() => {
    dark.removeEventListener('change', redraw);
    watch.disconnect();
    if (chart) chart.destroy();
  });
}
