/** One text is one value: how it was composed, and which blanks stand in it, make no difference. */

/** Blanks of any kind, and what takes no room: zero-width and direction marks, soft hyphens, byte order marks. */
const BLANKS = /[\s\u0085]+/g;
const NO_ROOM = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/**
 * The text as it is compared and stored, in clean rows and in requests alike: composed (NFC), each run of blanks, also
 * of no-break ones, tabs and line ends, as one blank, none at its ends, and without characters that nobody sees.
 * A model that learned from texts not yet put so does not know the values that this changes any more; none of the
 * data sets that ship has such.
 */
export function canonicalText(text: string): string {
  return isCanonical(text) ? text : text.replace(NO_ROOM, '').replace(BLANKS, ' ').trim().normalize('NFC');
}

/** For each character up to U+02FF whether it is one that is seen, and composed with nothing before it. */
const PLAIN = Uint8Array.from({ length: 0x300 }, (_, code) =>
  (code > 0x20 && code < 0x7f) || (code > 0xa0 && code !== 0xad) ? 1 : 0,
);
const BLANK = 32;

/** Whether nothing has to be done, which is so for nearly all texts: a look is cheaper than a copy. */
function isCanonical(text: string): boolean {
  let isAfterBlank = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (PLAIN[code] === 1) isAfterBlank = false;
    else if (code !== BLANK || isAfterBlank) return false;
    else isAfterBlank = true;
  }
  return !isAfterBlank || text === '';
}
