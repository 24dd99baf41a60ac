// Words for what browsers say of themselves.

const browsers = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const systems = [['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Android', 'Android'], ['Windows', 'Windows'], ['Mac OS X', 'Mac'], ['Linux', 'Linux']];

const named = (pairs, agent) => (pairs.find(([sign]) => agent.includes(sign)) || [])[1];

/** "Firefox on Windows"; what is not known is called a program. */
export function browserName(agent) {
  const browser = named(browsers, agent) || 'A program';
  const system = named(systems, agent);
  return system ? `${browser} on ${system}` : browser;
}
