/** Which headers go on from one connection to the next. */
import { PLATFORM_HEADER } from '../../../shared/runtime/access/platform-header.ts';

/** Between this connection and the next only (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What the platform alone says, whatever a client does. */
const OURS = new Set([PLATFORM_HEADER, 'x-forwarded-for', 'x-forwarded-prefix']);

/** Of a client's request: without what only the platform says. */
export const ofClient = (raw: readonly string[]): string[] => kept(raw, (name) => !OURS.has(name));

/** From raw name and value pairs, so that case and repetition stay. */
export const endToEnd = (raw: readonly string[]): string[] => kept(raw, () => true);

function kept(raw: readonly string[], isFit: (name: string) => boolean): string[] {
  const pairs: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string;
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && isFit(lower)) pairs.push(name, raw[i + 1] as string);
  }
  return pairs;
}
