/**
 * Pages of a list that only knows the way onwards: the cursors of the pages up to the one that is
 * shown, so that one can go back. The first page has none.
 */
export function trail() {
  return {
    cursors: [''],
    next: null,

    get cursor() { return this.cursors[this.cursors.length - 1]; },
    get atStart() { return this.cursors.length === 1; },
    get atEnd() { return !this.next; },
    get hasPages() { return !(this.atStart && this.atEnd); },
    get text() { return `Page ${this.cursors.length}`; },

    first() { this.cursors = ['']; },
    back() { this.cursors = this.cursors.slice(0, -1); },
    on() { this.cursors = [...this.cursors, this.next]; },
  };
}
