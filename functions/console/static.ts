/** The files of the page, as scripts/web.ts has made them: each by a name that changes with what is in it. */
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';

export interface Web {
  readonly script: string;
  readonly style: string;
  readonly preload: readonly string[];
  readonly files: readonly string[];
}

/** Beside the bundle; of the sources where they run as they are. */
const folder = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/functions/web/' : './web/',
  import.meta.url,
);

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

let known: Promise<Web> | undefined;

/** @throws HttpError 503 where nothing was built */
export async function web(): Promise<Web> {
  known ??= readFile(new URL('manifest.json', folder), 'utf8').then((text) => JSON.parse(text) as Web);
  try {
    return await known;
  } catch (cause) {
    known = undefined;
    throw new HttpError(
      503,
      `the page of the console is not built: npm run build (${(cause as Error).message})`,
    );
  }
}

/** Files and their codings that were asked for; there are few, and none of them changes. */
const bodies = new Map<string, Promise<Buffer>>();

/** GET /web/<name> */
export async function webFile({ path, headers }: HttpRequest): Promise<Answer> {
  const name = path.slice('/web/'.length);
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
  if (!type || !(await web()).files.includes(name)) throw new HttpError(404, `there is nothing at ${path}`);
  const coding = codingFor(headers);
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'Accept-Encoding',
      ...(coding ? { 'content-encoding': coding.name } : {}),
    },
    body: await contents(`${name}${coding?.suffix ?? ''}`),
  };
}

function contents(file: string): Promise<Buffer> {
  const read = bodies.get(file) ?? readFile(new URL(file, folder));
  bodies.set(file, read);
  read.catch(() => bodies.delete(file));
  return read;
}

const CODINGS = [
  { name: 'br', suffix: '.br', named: /(^|,)\s*br\s*(,|$)/ },
  { name: 'gzip', suffix: '.gz', named: /(^|,)\s*gzip\s*(,|$)/ },
] as const;

/** Of those that are named without a weight, as browsers name them. */
const codingFor = ({ 'accept-encoding': accepted = '' }: IncomingHttpHeaders) =>
  CODINGS.find(({ named }) => named.test(String(accepted)));
