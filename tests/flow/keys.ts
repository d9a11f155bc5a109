/** A key is made and revoked again, so that the rest of a life needs none. */
import { expect } from 'vitest';
import type { MadeKey } from '../../shared/api/keys.ts';
import { eventually } from '../platform.ts';
import { ask, type Step } from './step.ts';

export const makeKey: Step = async (platform) => {
  const wish = { name: 'a test', roles: ['admin'], datasets: '*' };
  const { key, text } = (await ask(platform, '/api/keys', wish, 201)) as MadeKey;
  // Who takes keys looks for new ones every few seconds.
  await eventually(async () => {
    const revoked = await fetch(`${platform.url}/api/keys/${key.id}/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${text}` },
      body: JSON.stringify({ reason: 'a test', force: true }),
    });
    expect([200, 401]).toContain(revoked.status);
    return revoked.ok;
  }, 'the end of the key');
  await eventually(async () => (await fetch(`${platform.url}/api/datasets`)).ok, 'the platform without keys');
};
