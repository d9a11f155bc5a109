/**
 * Copies the packages that stay outside the bundles, with all they need, so that the image holds no other:
 * `tsx scripts/image/packages.ts <folder> <x64|arm64>`.
 */
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXTERNAL } from '../build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The folders of these packages and of all that they depend on, as Node would find them from `from`. */
export async function closure(
  names: readonly string[],
  from: string,
  found = new Set<string>(),
): Promise<Set<string>> {
  for (const name of names) {
    const folder = resolvePackage(name, from);
    if (found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package;
    await closure(Object.keys(dependencies), folder, found);
  }
  return found;
}

/** @throws when no folder above has it */
function resolvePackage(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === dirname(folder)) throw new Error(`package ${name}, needed in ${from}, is not installed`);
  }
}

/** @param architecture as Node names it: x64, arm64 */
export async function copyPackages(to: string, architecture: string): Promise<void> {
  for (const folder of await closure(EXTERNAL, root)) {
    // Of a linked package its content; a nested node_modules has its own place in the closure.
    const source = await realpath(folder);
    const nested = join(source, 'node_modules');
    await cp(source, join(to, relative(root, folder)), {
      recursive: true,
      filter: (path) => path !== nested && !/\.(map|d\.ts|md)$/.test(path),
    });
  }
  await keepOnly(join(to, 'node_modules/onnxruntime-node/bin'), `linux/${architecture}`);
}

/** onnxruntime-node carries the libraries of every platform, 288 MB: those of `bin/<ABI>/<platform>` are kept. */
async function keepOnly(bin: string, platform: string): Promise<void> {
  for (const abi of await readdir(bin))
    for (const system of await readdir(join(bin, abi)))
      for (const cpu of await readdir(join(bin, abi, system)))
        if (`${system}/${cpu}` !== platform) await rm(join(bin, abi, system, cpu), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , to, architecture] = process.argv;
  if (!to || !architecture) throw new Error('expected a folder and an architecture (x64, arm64)');
  await copyPackages(to, architecture);
}
