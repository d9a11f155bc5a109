/**
 * JSON without loss: JSON.parse makes doubles of all numbers, so that 9007199254740993 and ...992 are one. Whole
 * numbers from 2^53 on come as the text of their digits, as a code of theirs would be written. All others are numbers,
 * which have no text of their own: 1.10 is 1.1, and 1.0 and 1e0 are 1.
 */

/** Where a whole number may be that could be too large: neither behind a point, nor a text. */
const MAYBE_LONG = /(?<![\d."])[1-9]\d{15}/;
const LONG = /(?<![\d.eE+-])(-?[1-9]\d{15,})(?:\.0+)?(?![\d.eE])/g;
const QUOTE = '"';
/** No row, event or request comes near it; writing what is much deeper again would use up the stack. */
const MAX_DEPTH = 100;

/** @throws SyntaxError as JSON.parse, and for what is nested deeper than `maxDepth` */
export function parseJson(text: string, maxDepth = MAX_DEPTH): unknown {
  refuseDeeper(text, maxDepth);
  const value: unknown = JSON.parse(text);
  if (!MAYBE_LONG.test(text)) return value;
  const exact = outsideTexts(text, (piece) => piece.replace(LONG, inQuotes));
  return exact === text ? value : JSON.parse(exact);
}

/** Brackets that are open at once: texts are passed over, and nothing is built. */
function refuseDeeper(text: string, maxDepth: number): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === 34) at = endOfText(text, at) - 1;
    else if (sign === 91 || sign === 123) depth += 1;
    else if (sign === 93 || sign === 125) depth -= 1;
    if (depth > maxDepth) throw new SyntaxError(`nested deeper than ${maxDepth}`);
  }
}

/** JSON with its pieces between texts changed; texts are left as they are. In one pass, whatever is in it. */
export function outsideTexts(json: string, changed: (piece: string) => string): string {
  let all = '';
  for (let from = 0; from < json.length; ) {
    const open = json.indexOf(QUOTE, from);
    const end = open < 0 ? json.length : endOfText(json, open);
    all += changed(json.slice(from, open < 0 ? end : open)) + (open < 0 ? '' : json.slice(open, end));
    from = end;
  }
  return all;
}

const inQuotes = (number: string, digits: string): string =>
  Number.isSafeInteger(Number(digits)) ? number : `"${digits}"`;

/** After the quote that closes the text which opens here. */
function endOfText(json: string, open: number): number {
  for (let at = open + 1; ; ) {
    const close = json.indexOf(QUOTE, at);
    if (close < 0) return json.length;
    let escapes = 0;
    while (json[close - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return close + 1;
    at = close + 1;
  }
}
