/** What of a file can be looked at: text by its bytes, pictures by their first ones; never by what its name says. */
import type { ArtifactView } from '../../../../shared/api/artifacts.ts';
import { objects } from '../../../../shared/runtime/resources.ts';
import type { Address } from '../../../../shared/store/objects.ts';

/** Of a text that much is shown; a picture that is larger is for a program of its own. */
const TEXT_BYTES = 256 * 1024;
const IMAGE_BYTES = 4 * 1024 * 1024;

export async function shownOf(address: Address, bytes: number): Promise<ArtifactView['shown']> {
  if (bytes === 0) return { as: 'text', text: '', isWhole: true };
  const head = await beginningOf(address, Math.min(bytes, TEXT_BYTES));
  const type = imageType(head);
  if (type && bytes <= IMAGE_BYTES) {
    const whole = bytes <= head.length ? head : await beginningOf(address, bytes);
    return { as: 'image', type, base64: whole.toString('base64') };
  }
  const text = type ? undefined : textOf(head);
  return text === undefined ? { as: 'nothing' } : { as: 'text', text, isWhole: bytes <= TEXT_BYTES };
}

async function beginningOf(address: Address, bytes: number): Promise<Buffer> {
  const { body } = await objects().open(address, { start: 0, end: bytes - 1 });
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** By the signatures of their formats; SVG is text, as it can hold scripts. */
function imageType(head: Buffer): string | undefined {
  if (head.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (head.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  if (/^GIF8[79]a/.test(head.subarray(0, 6).toString('latin1'))) return 'image/gif';
  return /^RIFF.{4}WEBP/s.test(head.subarray(0, 12).toString('latin1')) ? 'image/webp' : undefined;
}

/** undefined for what is no UTF-8. A character that the end has cut is left out. */
function textOf(head: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
