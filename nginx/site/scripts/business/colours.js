// Which text can be read on which colour (WCAG 2.1); the functions reckon the same way.

const white = [255, 255, 255];
const ink = [17, 24, 39];
const night = [23, 27, 36];

export const isColour = (text) => /^#[0-9a-f]{6}$/i.test(text);

const parts = (text) => [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16));
const written = (colour) => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share > 0.04045 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, two) {
  const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const textOn = (colour) => (contrast(colour, white) >= contrast(colour, ink) ? white : ink);

function readable(colour, background) {
  const end = luminance(background) > 0.18 ? ink : white;
  for (let step = 0; step <= 20; step += 1) {
    const shade = colour.map((part, index) => Math.round(part * (1 - step / 20) + (end[index] * step) / 20));
    if (contrast(shade, background) >= 4.5) return shade;
  }
  return end;
}

/** How well the text on a colour can be read, from 1 to 21, and which it is. */
export function textOnColour(text) {
  const colour = parts(text);
  const on = textOn(colour);
  return { contrast: contrast(colour, on), name: on === white ? 'white' : 'dark' };
}

/** The properties that the style sheet of the customer's page reads. */
export function properties(colour, background, isDark) {
  const brand = parts(colour);
  const page = isDark ? parts('#0f1218') : parts(background);
  return {
    '--brand': colour,
    '--on-brand': written(textOn(brand)),
    '--brand-page': written(page),
    '--on-page': isDark ? '#e8eaf0' : written(textOn(page)),
    '--brand-ink': written(readable(brand, isDark ? night : white)),
  };
}
