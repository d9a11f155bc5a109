/** An attribute's value as a header of HTTP, and back (HTTP protocol binding 1.0.2, section 3.1.3.2). */

/** The bytes of a header, with their escapes undone, are no text. */
export class NotUtf8 extends Error {
  override readonly name = 'NotUtf8';
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What is no printable ASCII, and blanks, quotes and percent signs: as %XX of each byte of their UTF-8. */
export function encoded(value: string): string {
  return value.replace(/[^!#$&-~]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/**
 * Any %XX is undone, once; another percent sign stands for itself. What has come as it is counts as UTF-8, too: Node
 * reads headers byte by byte.
 * @throws NotUtf8
 */
export function decoded(header: string): string {
  const value = unquoted(header);
  if (!/[%\x80-\xff]/.test(value)) return value;
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch (cause) {
    throw new NotUtf8(`"${header}" is no UTF-8`, { cause });
  }
}

/** A quoted string, as senders of an earlier binding have it. */
function unquoted(header: string): string {
  return /^".*"$/.test(header) ? header.slice(1, -1).replace(/\\(.)/g, '$1') : header;
}
