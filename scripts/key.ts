/** API keys: made, listed, given a new secret, revoked: `npm run key -- --help`. */
import type { ChangedKey, Key, Keys, MadeKey } from '../shared/api/keys.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { endOf, keyLine, keyTable } from './cli/key-lines.ts';
import { givenReason } from './cli/user.ts';

const usage = `npm run key -- create --name NAME --role ROLE... --dataset NAME... [--expires 90d] | list | rotate ID | revoke ID --reason TEXT

Makes an API key, and prints it: once, on standard output alone. The platform keeps its hash. Roles: viewer, caller,
scientist, promoter, operator, admin. The first key of a platform has role admin; from then on each request needs one.

  create    --name: by which people know it; --role, --dataset: as often as there are some, or --all-datasets, which is
            what role admin is for; --expires: after a time (90d, 12h) or on a day
  list      those that are valid; with --all the others, too; --json for programs
  rotate    a new secret for the same key: the one before is valid no more
  revoke    valid no more, everywhere within half a minute
  --reason  why: it is kept in the audit
  --force   though nobody is left then who can make keys
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

const options = {
  name: { type: 'string' },
  role: { type: 'string', multiple: true, default: [] as string[] },
  dataset: { type: 'string', multiple: true, default: [] as string[] },
  'all-datasets': { type: 'boolean', default: false },
  expires: { type: 'string' },
  reason: { type: 'string' },
  force: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...platformOptions,
} as const;

interface Given {
  readonly name?: string | undefined;
  readonly role: readonly string[];
  readonly dataset: readonly string[];
  readonly 'all-datasets': boolean;
  readonly expires?: string | undefined;
  readonly reason?: string | undefined;
  readonly force: boolean;
  readonly all: boolean;
  readonly json: boolean;
}

const actions: Readonly<Record<string, (client: Client, given: Given, id: string) => Promise<void>>> = {
  create,
  list,
  rotate,
  revoke,
};

/** Of one answer. */
const PAGE = 1000;

const pathOf = (id: string): string => `/api/keys/${encodeURIComponent(id)}`;

await runCommand({
  usage,
  options,
  takes: [1, 2],
  async run(given, [action = '', id]) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) throw new UserError(`"${action}" is none of ${Object.keys(actions).join(', ')}`);
    const takesId = action === 'rotate' || action === 'revoke';
    if (takesId !== (id !== undefined))
      throw new UserError(takesId ? `say which: npm run key -- ${action} ID` : `${action} takes no id`);
    await act(clientOf(given), given, id ?? '');
    return 0;
  },
});

async function create(client: Client, given: Given): Promise<void> {
  const { name, role: roles, expires, reason, force } = given;
  if (!name) throw new UserError('say by which name people know it: --name "..."');
  if (roles.length === 0) throw new UserError('say what it may: --role caller, for example');
  const wish = { name, roles, datasets: datasetsOf(given), expires: endOf(expires), reason, force };
  tellMade(await client.post<MadeKey>('/api/keys', wish), 'made');
}

function datasetsOf({ role, dataset, 'all-datasets': all }: Given): '*' | readonly string[] {
  if (all && dataset.length > 0) throw new UserError('give --dataset or --all-datasets');
  if (dataset.length > 0) return dataset;
  if (!all && !role.includes('admin'))
    throw new UserError('say for which data sets: --dataset NAME, or --all-datasets');
  return '*';
}

async function list(client: Client, { all, json }: Given): Promise<void> {
  const keys = await allKeys(client, all);
  console.log(json ? JSON.stringify(keys, null, 2) : keys.length > 0 ? keyTable(keys) : 'there are no keys');
}

async function allKeys(client: Client, ended: boolean): Promise<Key[]> {
  const found: Key[] = [];
  for (;;) {
    const before = found.length > 0 ? `&before=${found.at(-1)?.id}` : '';
    const { keys } = await client.get<Keys>(`/api/keys?limit=${PAGE}&ended=${ended}${before}`);
    found.push(...keys);
    if (keys.length < PAGE) return found;
  }
}

async function rotate(client: Client, { reason }: Given, id: string): Promise<void> {
  tellMade(await client.post<MadeKey>(`${pathOf(id)}/rotate`, { reason }), 'has a new secret');
}

async function revoke(client: Client, { reason, force }: Given, id: string): Promise<void> {
  const wish = { reason: givenReason(reason), force };
  const revoked = await client.post<ChangedKey>(`${pathOf(id)}/revoke`, wish);
  console.error(`key ${keyLine(revoked.key)}: revoked`);
  tellPublished(revoked);
}

/** The key alone goes to standard output. */
function tellMade(made: MadeKey, what: string): void {
  console.error(`key ${keyLine(made.key)}: ${what}. It is shown this once:`);
  console.log(made.text);
  tellPublished(made);
}

function tellPublished({ published }: ChangedKey): void {
  if (!published)
    console.error(
      'it counts when the object store, which does not answer now, is back: the platform sees to that',
    );
}
