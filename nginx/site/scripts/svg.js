// Pictures drawn as SVG: attributes only, so that no inline style is needed.

const namespace = 'http://www.w3.org/2000/svg';

/** An element of SVG with attributes, which belongs nowhere yet. */
export function svg(name, attributes) {
  const element = document.createElementNS(namespace, name);
  for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
  return element;
}

/** The same as the last part of another one. */
export function draw(parent, name, attributes) {
  const element = svg(name, attributes);
  parent.append(element);
  return element;
}
