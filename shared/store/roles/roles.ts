/** The roles of the functions in Postgres: made, and given what they may do, by the role that owns the tables. */
import type { Dataset } from '../../datasets/declaration.ts';
import { literal } from '../copy.ts';
import type { Transaction } from '../database.ts';
import { quoted } from '../tables.ts';
import { ASKING, type Member, passwordOf, roleOf } from './logins.ts';
import { RIGHTS, type Rights } from './rights.ts';

/** Of which database, with which passwords. */
export interface Roles {
  readonly database: string;
  readonly seed: string;
}

/** One login for each group; one for the predictor of each data set, in the group's stead. */
const membersOf = (datasets: readonly Dataset[]): Member[] => [
  ...ASKING.filter((group) => group !== 'predict').map((group) => ({ group })),
  ...datasets.map(({ name }) => ({ group: 'predict' as const, dataset: name })),
];

/**
 * Makes what is absent, and leaves each role with just what it may do now.
 * @throws when the owner may make no roles, saying what to do
 */
export async function makeRoles(
  tx: Transaction,
  { database, seed }: Roles,
  datasets: readonly Dataset[],
): Promise<void> {
  await ensureRole(tx, roleOf(database, { group: 'predict' }), 'nologin');
  for (const member of membersOf(datasets)) {
    const role = roleOf(database, member);
    await ensureRole(tx, role, `login password ${literal(passwordOf(seed, role))}`);
  }
  await tx.unsafe(
    ASKING.map((group) => platformGrants(roleOf(database, { group }), RIGHTS[group])).join('\n'),
  );
  for (const { name } of datasets) await joinPredict(tx, database, name);
  await noTemporaryTables(tx, database);
  await separatePredictors(tx, database);
}

async function ensureRole(tx: Transaction, role: string, attributes: string): Promise<void> {
  const [there] = await tx`select from pg_roles where rolname = ${role}`;
  try {
    await tx.unsafe(`${there ? 'alter' : 'create'} role ${quoted(role)} ${attributes}`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== '42501') throw cause;
    throw new Error(
      `Postgres refuses to make the role "${role}": whoever migrates the database needs CREATEROLE for the functions to have logins of their own; without LOGINS_SEED all of them ask as the owner`,
      { cause },
    );
  }
}

function platformGrants(role: string, { platform, runs = [] }: Rights): string {
  const to = quoted(role);
  return [
    `revoke all on all tables in schema marea from ${to};`,
    `revoke all on all functions in schema marea from ${to};`,
    `grant usage on schema marea to ${to};`,
    ...Object.entries(platform).map(
      ([table, rights]) => `grant ${rights} on marea.${quoted(table)} to ${to};`,
    ),
    ...runs.map((name) => `grant execute on function marea.${name} to ${to};`),
  ].join('\n');
}

/** What the roles may do with the tables of one data set: also said when a reset has made these anew. */
export function rowGrants(database: string, dataset: Dataset): string {
  const schema = quoted(dataset.name);
  return ASKING.flatMap((group) => {
    const tables = Object.entries(RIGHTS[group].rows);
    const to = quoted(roleOf(database, { group }));
    if (tables.length === 0) return [];
    return [
      `grant usage on schema ${schema} to ${to};`,
      `revoke all on all tables in schema ${schema} from ${to};`,
      ...tables.map(([table, rights]) => `grant ${rights} on ${schema}.${quoted(table)} to ${to};`),
    ];
  }).join('\n');
}

/** As far as the database is the owner's to say so. */
async function noTemporaryTables(tx: Transaction, database: string): Promise<void> {
  const [owned] =
    await tx`select from pg_database where datname = ${database} and pg_has_role(datdba, 'USAGE')`;
  if (owned) await tx.unsafe(`revoke temporary on database ${quoted(database)} from public`);
}

async function joinPredict(tx: Transaction, database: string, dataset: string): Promise<void> {
  const [group, own] = [{ group: 'predict' } as const, { group: 'predict', dataset } as const];
  await tx.unsafe(`grant ${quoted(roleOf(database, group))} to ${quoted(roleOf(database, own))}`);
}

/** A predictor sees what was asked of its own data set, whatever it asks for. */
async function separatePredictors(tx: Transaction, database: string): Promise<void> {
  const [there] = await tx`
    select from pg_policies
    where schemaname = 'marea' and tablename = 'inference_logs' and policyname = 'own_data_set'`;
  if (there) return;
  const group = roleOf(database, { group: 'predict' });
  await tx.unsafe(`
    create policy own_data_set on marea.inference_logs as restrictive for select to ${quoted(group)}
      using (dataset = substr(current_user::text, ${group.length + 2}))`);
}
