/** What is wrong with an answer, whoever asked for what. */
import { cwd } from 'node:process';
import type { Received } from './exchange.ts';
import type { Sent } from './sent.ts';

/** The one failure that is documented: what would answer is not there, or has too much to do. */
const PASSING = new Set([503, 507]);

/** What tells of the inside; none of it is in what is sent. */
const LEAKS: Readonly<Record<string, RegExp>> = {
  'a stack': /\n\s+at [^\n]*:\d+:\d+|\bat (async )?[\w.<>]+ \((file|node):/,
  'a path of the code': /node_modules|dist\/functions|file:\/\/\//,
  'a path of the machine': new RegExp(`${escaped(cwd())}|/(?:home|root|tmp|Users)/\\w+/`),
  'words of SQL': /\b(?:select|insert into|delete from)\s[^"<]{1,200}\s(?:from|where|values)\b/i,
  'words of the database':
    /PostgresError|syntax error at|relation \\?"|duplicate key|violates \w+ constraint|invalid (?:byte sequence|input syntax)/,
  'an address of a store': /postgres(?:ql)?:\/\/|ECONN\w+ \d|127\.0\.0\.1:\d+ /,
};

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** @param secrets that no answer may hold */
export function problemsOf(sent: Sent, received: Received, secrets: readonly string[]): string[] {
  const { status, text, hangs } = received;
  return [
    ...(hangs ? ['it hangs'] : []),
    ...(status >= 500 && !PASSING.has(status) ? [`status ${status}`] : []),
    ...(status === 0 && !isDamaged(sent) && !hangs ? ['no answer'] : []),
    ...(PASSING.has(status) && !/"error":"[^"]/.test(text) && !isProbe(sent) ? [`a bare ${status}`] : []),
    ...leaksIn(text),
    ...(secrets.some((secret) => text.includes(secret)) ? ['a secret'] : []),
  ];
}

const leaksIn = (text: string): string[] =>
  Object.entries(LEAKS).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

/** Probes say in words of their own that something is not ready. */
const isProbe = ({ path, method }: Sent): boolean => method === 'HEAD' || /ready|health/.test(path);

/** Whoever does not keep to HTTP may be hung up on. */
export const isDamaged = ({ cut, length }: Sent): boolean => cut !== undefined || length !== undefined;
