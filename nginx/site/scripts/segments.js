// How a text travels: its encoding and how many segments carriers bill. 3GPP TS 23.038 (alphabet)
// and TS 23.040 (concatenation); the functions count the same way and have the last word.

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('\f^{}\\[~]|€');

const limits = { 'GSM-7': { alone: 160, joined: 153 }, 'UCS-2': { alone: 70, joined: 67 } };

/** What may not be torn apart: grapheme clusters where the browser knows them, else code points. */
function clusters(text) {
  if (typeof Intl.Segmenter !== 'function') return [...text];
  const found = [...new Intl.Segmenter().segment(text)].map((piece) => piece.segment);
  return found.flatMap((piece) => (piece === '\r\n' ? ['\r', '\n'] : [piece]));
}

/** `{ encoding, units, segments, left, foreign }`: `left` fits in the last segment, `foreign` forced UCS-2. */
export function segmentCount(text) {
  const pieces = clusters(text);
  const foreign = [...new Set([...text].filter((character) => !basic.has(character) && !extension.has(character)))];
  const encoding = foreign.length ? 'UCS-2' : 'GSM-7';
  const cost = (piece) => (encoding === 'UCS-2' ? piece.length : extension.has(piece) ? 2 : 1);
  const { alone, joined } = limits[encoding];
  const units = pieces.reduce((sum, piece) => sum + cost(piece), 0);
  if (units <= alone) return { encoding, units, segments: 1, left: alone - units, foreign };

  let segments = 1;
  let used = 0;
  for (const piece of pieces) {
    const needed = cost(piece);
    if (used + needed > joined && used > 0) {
      segments += 1;
      used = 0;
    }
    used += needed;
  }
  return { encoding, units, segments, left: Math.max(0, joined - used), foreign };
}

/** The count as a line under a text field. */
export function sizeNote(text) {
  const { encoding, units, segments, left, foreign } = segmentCount(text);
  const characters = [...text].length;
  const hint = foreign.length
    ? `Not in the GSM alphabet: ${foreign.slice(0, 8).join('\u2002')} – a segment holds 70 characters instead of 160.`
    : `${left} left in this segment`;
  return {
    text: `${characters} character${characters === 1 ? '' : 's'} · ${segments} segment${segments === 1 ? '' : 's'} · ${encoding}`,
    hint: units === 0 ? '' : hint,
    tone: foreign.length || segments > 3 ? 'warning' : '',
  };
}
