/** The API key that a command shows, and what to do when that was not enough. */
import { readFileSync } from 'node:fs';
import { UserError } from './command.ts';

/** What each command that asks a platform takes. */
export const platformOptions = { to: { type: 'string' }, 'key-file': { type: 'string' } } as const;

export const KEY_USAGE =
  'Where a key is needed it is taken from the variable MAREA_KEY, or from a file: --key-file FILE.';

export interface PlatformOptions {
  /** Its address; default MAREA_URL, else this machine's platform. */
  readonly to?: string | undefined;
  /** Holds the key; default the variable MAREA_KEY. */
  readonly 'key-file'?: string | undefined;
}

/** @returns undefined when there is none. @throws UserError when the file has none */
export function keyOf({ 'key-file': file }: PlatformOptions): string | undefined {
  if (file === undefined) return process.env.MAREA_KEY?.trim() || undefined;
  const text = contentOf(file);
  // As `npm run key > FILE` leaves it, npm's own lines may stand above.
  const [key = text.trim()] = /^marea_\w{12}_[\w-]{43}$/m.exec(text) ?? [];
  if (!/^[!-~]+$/.test(key)) throw new UserError(`there is no key in ${file}, expected one line`);
  return key;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`the key file ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

export const headersOf = (key: string | undefined): Readonly<Record<string, string>> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };

/** What somebody can do about a refusal. @param key what was shown */
export function advice(status: number, key: string | undefined): string {
  if (status === 401)
    return key === undefined
      ? '. A key is needed: set MAREA_KEY, or --key-file FILE; whoever has role admin makes one (npm run key -- create)'
      : '. The key that was shown (MAREA_KEY, --key-file) is not valid here: expired, revoked, or of another platform';
  return status === 403 ? '. Another key may do (MAREA_KEY, --key-file): npm run key -- create' : '';
}
