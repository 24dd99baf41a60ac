import { memory } from '../memory.js';
import { stores } from '../stores.js';
import { columns, sorts } from './columns.js';

const views = [
  { name: 'table', label: 'Table', icon: '/icons.svg#table' },
  { name: 'cards', label: 'Cards', icon: '/icons.svg#grid' },
  { name: 'list', label: 'List', icon: '/icons.svg#list' },
];
const originally = columns.filter((column) => column.shown).map((column) => column.name);

/** How the log looks: its shape, its columns and its order; the browser remembers. */
export function look() {
  const kept = memory.get('log-look', {});
  const order = sorts.some((column) => column.sort === kept.sort) ? kept : { sort: 'received', down: true };

  return {
    views,
    sorts,
    view: views.some((view) => view.name === kept.view) ? kept.view : 'table',
    shown: Array.isArray(kept.columns) ? kept.columns : originally,
    sort: order.sort,
    down: Boolean(order.down),

    get columns() {
      return columns.filter((column) => this.shows(column.name)).map((column) => ({ ...column, ...this.heading(column) }));
    },
    get choices() { return columns.filter((column) => !column.fixed); },
    get tableClass() {
      const hidden = columns.filter((column) => !this.shows(column.name)).map((column) => `without-${column.name}`);
      return [this.view, ...hidden].join(' ');
    },
    get columnCount() { return this.columns.length + 2; },
    get isOriginal() { return this.sort === 'received' && this.down; },
    get directionText() { return this.down ? 'Descending' : 'Ascending'; },
    get directionIcon() { return stores.show.icon(this.down ? 'descending' : 'ascending'); },
    get query() { return { sort: this.isOriginal ? '' : this.sort, direction: this.isOriginal ? '' : this.down ? 'down' : 'up' }; },

    shows(name) { return columns.some((column) => column.name === name && (column.fixed || this.shown.includes(name))); },
    isView(name) { return this.view === name; },
    choose(view) {
      this.view = view;
      this.keep();
    },
    toggle(name) {
      this.shown = this.shown.includes(name) ? this.shown.filter((other) => other !== name) : [...this.shown, name];
      this.keep();
    },

    /** What a heading says of the order. */
    heading(column) {
      const sorted = column.sort === this.sort;
      return {
        sortable: Boolean(column.sort),
        plain: !column.sort,
        ariaSort: sorted ? (this.down ? 'descending' : 'ascending') : null,
        arrow: stores.show.icon(this.down ? 'descending' : 'ascending'),
        sorted,
        look: `c-${column.name}${column.number ? ' numeric' : ''}${sorted ? ' sorted' : ''}`,
      };
    },
    /** Once sorts by it, twice turns it round. */
    sortBy(column) {
      this.down = column.sort === this.sort ? !this.down : Boolean(column.down);
      this.sort = column.sort;
      this.reorder();
    },
    sortChosen(event) {
      this.sort = event.target.value;
      this.down = Boolean(sorts.find((column) => column.sort === this.sort).down);
      this.reorder();
    },
    turn() {
      this.down = !this.down;
      this.reorder();
    },
    reorder() {
      this.keep();
      stores.log.first();
    },

    keep() { memory.set('log-look', { view: this.view, columns: this.shown, sort: this.sort, down: this.down }); },
  };
}
