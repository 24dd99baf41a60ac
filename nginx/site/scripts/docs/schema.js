// What a JSON Schema says, for people: its members as rows, and an example. Pure: nothing here reads the page.

function kindOf(schema = {}) {
  if (schema.enum) return schema.enum.map(String).join(' | ');
  const types = Array.isArray(schema.type) ? schema.type : [schema.type || 'anything'];
  const named = types.map((type) => {
    if (type === 'array') return `list of ${kindOf(schema.items)}`;
    return type === 'string' && schema.format === 'date-time' ? 'date and time' : type;
  });
  return named.join(' or ');
}

function bounds(schema = {}) {
  const parts = [];
  if (schema.maxLength !== undefined) parts.push(schema.minLength ? `${schema.minLength} to ${schema.maxLength} characters` : `at most ${schema.maxLength} characters`);
  if (schema.maximum !== undefined) parts.push(`${schema.minimum} to ${schema.maximum}`);
  return parts.join(', ');
}

/** The members of an object, those within it behind dots, as `{ name, kind, about, required }`. */
export function rows(schema, before = '', depth = 0) {
  const inner = schema && schema.items && schema.type === 'array' ? schema.items : schema;
  if (!inner || !inner.properties || depth > 3) return [];
  const required = inner.required || [];
  return Object.entries(inner.properties).flatMap(([name, member]) => {
    const path = before + name;
    const about = [member.description, bounds(member)].filter(Boolean).join(' · ');
    const suffix = member.type === 'array' ? '[].' : '.';
    return [{ name: path, kind: kindOf(member), about, required: required.includes(name) }, ...rows(member, path + suffix, depth + 1)];
  });
}

const samples = {
  transactionId: 'RO-10482', customerPhone: '(415) 517-2054', customerName: 'Maria Lopez', dealershipName: 'Sunrise Motors', amount: 412.5, phone: '(415) 517-2054',
  salesRepName: 'Dana Reyes', language: 'en', email: 'you@example.com', url: 'https://example.com', currency: 'USD',
};

/** A value that fits; of an object, the members that must be there, or the first few where none must. */
export function example(schema = {}, name = '') {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (name in samples) return samples[name];
  if (schema.enum) return schema.enum[0];
  if (type === 'array') return [example(schema.items)];
  if (type === 'object') {
    const members = Object.entries(schema.properties || {});
    const required = members.filter(([member]) => (schema.required || []).includes(member));
    const shown = required.length ? required : members.slice(0, 4);
    return Object.fromEntries(shown.map(([member, inner]) => [member, example(inner, member)]));
  }
  if (type === 'integer' || type === 'number') return schema.minimum || 1;
  if (type === 'boolean') return true;
  return schema.format === 'date-time' ? '2026-11-20T16:45:00Z' : 'text';
}
