/** Data sets that live outside the repository: files that DATASET_MODULES names, of YAML or JSON, or modules. */
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DeclarationError } from '../datasets/checks/fault.ts';
import { addDataset } from '../datasets/index.ts';
import { writtenIn } from './written-declaration.ts';

const TYPESCRIPT = new Set(['.ts', '.mts', '.cts']);
const WRITTEN = new Set(['.yaml', '.yml', '.json']);
const JAVASCRIPT = new Set(['.mjs', '.js', '.cjs']);

/**
 * Makes the data sets known to this process.
 * @param files paths, comma-separated
 * @throws DeclarationError with all that is wrong with any of them
 */
export async function loadDatasets(files: string | undefined): Promise<void> {
  const paths = (files ?? '').split(',').map((path) => path.trim());
  const wrong: string[] = [];
  for (const path of paths.filter((one) => one !== '')) {
    try {
      addDataset(await declarationIn(path), path);
    } catch (error) {
      if (!(error instanceof DeclarationError)) throw error;
      wrong.push(error.message);
    }
  }
  if (wrong.length > 0) throw new DeclarationError(wrong.join('\n'));
}

/** What the file says, or what the module has as its default export. @throws DeclarationError when there is none to be had */
async function declarationIn(path: string): Promise<unknown> {
  const file = resolve(path);
  const hindrance = hindranceOf(file);
  if (hindrance) throw new DeclarationError(`the data set's module ${path} ${hindrance}`);
  if (WRITTEN.has(extname(file))) return writtenIn(file, path);
  const loaded = await imported(path, file);
  if ('default' in loaded) return loaded.default;
  const [first, ...rest] = Object.keys(loaded);
  const others =
    first === undefined ? 'exports nothing' : `exports ${[first, ...rest].join(', ')}, nothing by default`;
  throw new DeclarationError(
    `the data set's module ${path} ${others}: write "export default ${first ?? '{ name: ... }'};"`,
  );
}

/** Why the file cannot be a declaration. */
function hindranceOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return `is not there (${file})`;
  if (!found.isFile()) return 'is no file';
  const ending = extname(file);
  if (TYPESCRIPT.has(ending)) return loadsTypeScript() ? undefined : withoutTypeScript(file);
  if (WRITTEN.has(ending) || JAVASCRIPT.has(ending)) return undefined;
  return `ends in "${ending}", expected .yaml, .json, .mjs or .js`;
}

/** Functions run on Node alone, from 22.18 on it leaves the types out by itself. */
const loadsTypeScript = (): boolean =>
  'typescript' in process.features && Boolean(process.features.typescript);

function withoutTypeScript(file: string): string {
  const made = file.replace(/\.\w+$/, '.mjs');
  return (
    `is TypeScript, which this Node (${process.version}) does not load: name a .mjs module instead ` +
    `(npx esbuild ${file} --bundle --format=esm --outfile=${made}), or use Node 22.18 or later`
  );
}

async function imported(path: string, file: string): Promise<object> {
  try {
    return (await import(pathToFileURL(file).href)) as object;
  } catch (cause) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new DeclarationError(`the data set's module ${path} cannot be loaded: ${why}`, { cause });
  }
}
