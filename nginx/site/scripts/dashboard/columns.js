/**
 * What the log can show of a message. `sort` is the API's word for its order, `down` whether the
 * largest come first when it is chosen; `fixed` cannot be hidden, `shown` is there from the start.
 */
export const columns = [
  { name: 'customer', label: 'Customer', sort: 'customer', fixed: true, shown: true },
  { name: 'dealership', label: 'Dealership', sort: 'dealership', shown: true },
  { name: 'transaction', label: 'Transaction', shown: true },
  { name: 'amount', label: 'Amount', sort: 'amount', down: true, shown: true, number: true },
  { name: 'status', label: 'Status', sort: 'status', fixed: true, shown: true },
  { name: 'when', label: 'When', sort: 'received', down: true, fixed: true, shown: true },
  { name: 'cost', label: 'Cost', sort: 'cost', down: true, number: true },
  { name: 'provider', label: 'Provider' },
  { name: 'attempts', label: 'Attempts', number: true },
];

export const sorts = columns.filter((column) => column.sort);
