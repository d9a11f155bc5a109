/** The kubeconfig beside the data, and the token in it: `kn` and `kubectl` reach the platform with it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { keptSecret } from '../stores/kept-secret.ts';

export interface Access {
  readonly token: string;
  readonly tokenFile: string;
  readonly kubeconfig: string;
}

/** The token is made once and kept, so that what was told it keeps working. */
export function writeKubeconfig(data: string, url: string, namespace: string): Access {
  const tokenFile = join(data, 'token');
  const token = keptSecret(tokenFile, () => randomBytes(24).toString('base64url'));
  const kubeconfig = join(data, 'kubeconfig');
  const name = 'marea';
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    // Clients send no token over plain HTTP; so it is in the path.
    clusters: [{ name, cluster: { server: `${url}/kubernetes/${token}` } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
  };
  writeFileSync(kubeconfig, stringify(content), { mode: 0o600 });
  return { token, tokenFile, kubeconfig };
}
