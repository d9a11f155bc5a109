/** Compiles the kernel of tree fits from AssemblyScript into the module that the fit imports. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = new URL('../shared/ml/models/trees/kernel/', import.meta.url);
const COMPILED = fileURLToPath(new URL('compiled.ts', folder));

const OPTIONS = [
  '-O3',
  '--noAssert',
  '--runtime stub',
  '--enable simd --enable threads',
  '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536',
].flatMap((option) => option.split(' '));

/** @returns the module's text for the source as it is now */
export async function compiledKernel(): Promise<string> {
  const sources = await readSources();
  const bytes = await compile(sources);
  return [
    '/** Made of the .as files beside it by `npm run build`: change those, not this one. */',
    `export const SOURCE = '${digestOf(sources)}';`,
    `export const COMPILED =\n  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
}

/** Compiles only what has changed: the compiler takes seconds to load. @returns whether it had */
export async function refreshKernel(): Promise<boolean> {
  const known = await readFile(COMPILED, 'utf8').catch(() => '');
  if (known.includes(digestOf(await readSources()))) return false;
  await writeFile(COMPILED, await compiledKernel());
  return true;
}

/** Texts by the names that the compiler looks for them by: kernel.ts imports './job' from job.ts. */
type Sources = ReadonlyMap<string, string>;

async function readSources(): Promise<Sources> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.as')).sort();
  const read = async (name: string) =>
    [`${basename(name, '.as')}.ts`, await readFile(new URL(name, folder), 'utf8')] as const;
  return new Map(await Promise.all(names.map(read)));
}

/** @throws Error with the compiler's words */
async function compile(sources: Sources): Promise<Uint8Array> {
  const { default: compiler } = await import('assemblyscript/asc');
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compiler.main(['kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  return bytes;
}

function digestOf(sources: Sources): string {
  const all = createHash('sha256');
  for (const source of sources.values()) all.update(source);
  return all.digest('hex').slice(0, 16);
}
