/** Compiles the kernel of tree fits from AssemblyScript into the module that the fit imports. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../shared/ml/models/trees/kernel/', import.meta.url);
const SOURCE = fileURLToPath(new URL('kernel.as', folder));
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
  const source = await readFile(SOURCE, 'utf8');
  const bytes = await compile(source);
  return [
    '/** Made of kernel.as by `npm run build`: change that file, not this one. */',
    `export const SOURCE = '${digestOf(source)}';`,
    `export const COMPILED =\n  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
}

/** Compiles only what has changed: the compiler takes seconds to load. @returns whether it had */
export async function refreshKernel(): Promise<boolean> {
  const known = await readFile(COMPILED, 'utf8').catch(() => '');
  if (known.includes(digestOf(await readFile(SOURCE, 'utf8')))) return false;
  await writeFile(COMPILED, await compiledKernel());
  return true;
}

/** @throws Error with the compiler's words */
async function compile(source: string): Promise<Uint8Array> {
  const { default: compiler } = await import('assemblyscript/asc');
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await compiler.main(['kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`kernel.as does not compile: ${stderr.toString()}`);
  return bytes;
}

function digestOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 16);
}
