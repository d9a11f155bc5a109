/** The first admin key of a deployment: its hash is kept, and the keys are published, before any function asks for one. */
import { audit } from '../../shared/access/audit.ts';
import { keepAdminKey } from '../../shared/access/key-changes.ts';
import { publishKeys } from '../../shared/access/publish.ts';
import { connect, type Transaction } from '../../shared/store/database.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';

/** Who makes it: nobody was there whom one could ask for more than that. */
const DEPLOYMENT = { subject: 'deployment', name: 'deployment' };

/**
 * What is there stays, one that was revoked too.
 * @param seed ACCESS_SIGNING_KEY
 * @throws when the text is no key, or a store does not answer
 */
export async function keepFirstKey(
  databaseUrl: string,
  objects: ObjectStore,
  { text, seed }: { readonly text: string | undefined; readonly seed: string },
): Promise<void> {
  const sql = connect(databaseUrl, { max: 1, name: 'migrate' });
  try {
    if (text) await sql.begin((tx) => keep(tx, text));
    await publishKeys(sql, objects, seed);
  } finally {
    await sql.end();
  }
}

async function keep(tx: Transaction, text: string): Promise<void> {
  const { subject: by, name } = DEPLOYMENT;
  const key = await keepAdminKey(tx, text, { name: 'first admin key', by });
  if (!key) return;
  const { roles, datasets } = key;
  const details = { name: key.name, roles, datasets, expires: null };
  await audit(tx, { principal: { subject: by, name }, action: 'key.created', target: key.id, details });
}
