/** Bundles every function into dist/functions/<name>.js: one file to load, so that a process starts fast. */
import { existsSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Native code, and what only works from its own folder, stays a package. */
const EXTERNAL = ['onnxruntime-node', 'onnxruntime-common', 'danfojs-node'];
/** CommonJS packages inside the bundle still ask for `require`. */
const BANNER = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** @returns the names of the functions */
export async function build(): Promise<string[]> {
  const names = (await readdir(`${root}functions`, { withFileTypes: true }))
    .filter((entry) => existsSync(`${root}functions/${entry.name}/index.ts`))
    .map((entry) => entry.name);
  const jobs = [...names, 'migrate'];
  await rm(`${root}dist`, { recursive: true, force: true });
  await Promise.all(jobs.map((name) => bundleOne(name)));
  await cp(`${root}shared/store/migrations`, `${root}dist/functions/migrations`, { recursive: true });
  return names;
}

async function bundleOne(name: string): Promise<void> {
  await bundle({
    stdin: { contents: entryOf(name), resolveDir: root, sourcefile: `${name}.entry.ts`, loader: 'ts' },
    outfile: `${root}dist/functions/${name}.js`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    sourcemap: 'linked',
    sourcesContent: false,
    external: EXTERNAL,
    banner: { js: BANNER },
    logLevel: 'warning',
  });
}

function entryOf(name: string): string {
  if (name === 'migrate')
    return `import { migrate } from './shared/store/migrate.ts'; import { required } from './shared/runtime/configuration.ts'; await migrate(required('DATABASE_URL'));`;
  return `import './functions/${name}/index.ts'; import { host } from './shared/runtime/host.ts'; await host('${name}');`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const names = await build();
  console.log(`${names.length} functions in ${Math.round(performance.now() - started)} ms`);
}
