/** Who has changed what, and why; and whether that record is whole: `npm run audit -- --help`. */
import { type AuditRow, BEGINNING, type Link, verifyChain } from '../shared/access/chain.ts';
import type { Audit } from '../shared/api/audit.ts';
import { type Client, clientOf } from './cli/client.ts';
import { tableWithin } from './cli/columns.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { count } from './cli/words.ts';

const usage = `npm run audit -- list [--subject S] [--action A] [--dataset D] [--from DAY] [--until DAY] | verify [--known ID:HASH]

list shows who has changed what, and why, the newest first. verify computes the hash of each row anew, from the first to
the last: one that was changed, put in or taken out is named, and the exit code is 1. What is gone at the end only shows
to who has noted the last row: verify prints it, and --known takes it.

  --subject  by whom, as key:abcdefghijkl
  --action   what, as key.created
  --from     from this day or moment on; --until: until before it
  --limit    how many at most; default 50
  --json     for programs
  --to       the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

const FILTERS = ['subject', 'action', 'dataset', 'from'] as const;

interface Given extends Partial<Record<(typeof FILTERS)[number], string>> {
  readonly until?: string;
  readonly limit?: string;
  readonly json: boolean;
  readonly known?: string;
}

/** Of one answer. */
const PAGE = 1000;

const tableOf = (rows: readonly AuditRow[]): string =>
  tableWithin(
    [
      ['row', 'when', 'who', 'what', 'data set', 'of', 'why'],
      ...rows.map(({ id, at, name, action, dataset, target, reason }) => [
        String(id),
        `${at.slice(0, 10)} ${at.slice(11, 19)}`,
        name,
        action,
        dataset ?? '',
        target ?? '',
        reason ?? '',
      ]),
    ],
    1,
  );

await runCommand({
  usage,
  options: {
    subject: { type: 'string' },
    action: { type: 'string' },
    dataset: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
    known: { type: 'string' },
    ...platformOptions,
  },
  takes: [1, 1],
  async run(given, [action]) {
    if (action === 'list') return await list(clientOf(given), given);
    if (action === 'verify') return await verify(clientOf(given), given);
    throw new UserError(`"${action}" is none of list, verify`);
  },
});

async function list(client: Client, given: Given): Promise<number> {
  const limit = Math.min(wholeNumber('limit', given.limit, 1) ?? 50, PAGE);
  const { rows } = await client.get<Audit>(`/api/audit?${queryOf(given, limit)}`);
  console.log(
    given.json ? JSON.stringify(rows, null, 2) : rows.length > 0 ? tableOf(rows) : 'nothing is recorded',
  );
  return 0;
}

function queryOf(given: Given, limit: number): URLSearchParams {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const name of FILTERS) if (given[name]) query.set(name, given[name]);
  if (given.until) query.set('to', given.until);
  return query;
}

async function verify(client: Client, { known, json }: Given): Promise<number> {
  const verdict = await verifyChain(pages(client), known === undefined ? BEGINNING : linkIn(known));
  const { rows, last, broken } = verdict;
  if (json) console.log(JSON.stringify(verdict, null, 2));
  else if (broken === undefined)
    console.log(`${count(rows)} rows, whole; the last is ${last.id}:${last.hash}`);
  else console.error(`the audit is not whole: ${broken}; ${count(rows)} rows before it are`);
  return broken === undefined ? 0 : 1;
}

async function* pages(client: Client): AsyncGenerator<readonly AuditRow[]> {
  for (let after = 0; ; ) {
    const { rows } = await client.get<Audit>(`/api/audit?limit=${PAGE}&after=${after}`);
    yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? 0;
  }
}

/** @throws UserError */
function linkIn(text: string): Link {
  const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!id || !hash)
    throw new UserError(`--known is "${text}", expected a row as verify prints it: number:hash`);
  return { id: Number(id), hash };
}
