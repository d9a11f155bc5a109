/**
 * JSON without loss: JSON.parse makes doubles of all numbers, so that 9007199254740993 and ...992 are one. Whole
 * numbers from 2^53 on come as the text of their digits, as a code of theirs would be written. All others are numbers,
 * which have no text of their own: 1.10 is 1.1, and 1.0 and 1e0 are 1.
 */

/** Where a whole number may be that could be too large: neither behind a point, nor a text. */
const MAYBE_LONG = /(?<![\d."])[1-9]\d{15}/;
const LONG = /(?<![\d.eE+-])(-?[1-9]\d{15,})(?:\.0+)?(?![\d.eE])/g;
const QUOTE = '"';

/** @throws SyntaxError as JSON.parse */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!MAYBE_LONG.test(text)) return value;
  const exact = withLongAsText(text);
  return exact === text ? value : JSON.parse(exact);
}

/** JSON whose long numbers are in quotes. Texts are left as they are. */
function withLongAsText(json: string): string {
  let exact = '';
  for (let from = 0; from < json.length; ) {
    const open = json.indexOf(QUOTE, from);
    const end = open < 0 ? json.length : endOfText(json, open);
    exact +=
      json.slice(from, open < 0 ? end : open).replace(LONG, inQuotes) +
      (open < 0 ? '' : json.slice(open, end));
    from = end;
  }
  return exact;
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
