/**
 * Bundles every function into dist/functions/<name>.js: one file to load, so that a process starts fast; and the console's
 * page beside them.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, type Plugin, stop } from 'esbuild';
import { refreshKernel } from './kernel.ts';
import { buildWeb } from './web.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Native code, and what only works from its own folder, stays a package. */
export const EXTERNAL = ['onnxruntime-node', 'onnxruntime-common', 'danfojs-node'];
/** CommonJS packages inside the bundle still ask for `require`. */
const BANNER = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** The main program of the image. */
export const MAIN = "await import('./' + process.env.FUNCTION + '.js');\n";

/**
 * What functions load from files of their own: when they are told of a collector (see tracing/start.ts), when a data set
 * is a file of YAML (see datasets/written/yaml.ts), when they first use the object store (see store/s3-client.ts), as a
 * thread (see rows/reading/parquet.ts), and as a process (see functions/adopt/apart.ts).
 */
const parts: Readonly<Record<string, string>> = {
  'adopt-process': `import './functions/adopt/process.ts';`,
  minio: `export { Client } from 'minio';`,
  'parquet-thread': `import './shared/rows/reading/parquet-thread.ts';`,
  tracing: `export * from './shared/runtime/tracing/opentelemetry.ts';`,
  yaml: `export { Lexer, LineCounter, parseDocument } from 'yaml';`,
};

/**
 * Files are made beside and then put in place one by one: a platform that runs meanwhile always finds whole ones.
 * @returns the names of the functions
 */
export async function build(): Promise<string[]> {
  const [names, jobs] = [await functionNames(), await jobNames()];
  await mkdir(`${root}dist/functions/migrations`, { recursive: true });
  const made = await mkdtemp(`${root}dist/made-`);
  try {
    await bundleAll([...names, ...jobs, ...Object.keys(parts)], made);
    await buildWeb();
    await writeFile(`${made}/index.js`, MAIN);
    await cp(`${root}shared/store/migrations`, `${made}/migrations`, { recursive: true });
    const files = await readdir(made, { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of files.filter((entry) => entry.isFile()))
      await rename(`${parentPath}/${name}`, `${root}dist/functions/${relative(made, parentPath)}/${name}`);
  } finally {
    // esbuild's own process would stay, with all it has read, for as long as a platform runs.
    await stop();
    await rm(made, { recursive: true, force: true });
  }
  return names;
}

/** What is deployed to be asked, by HTTP or with events. */
export const functionNames = (): Promise<string[]> => foldersWith('index.ts');

/** What runs once and ends: before the functions, or to look how they are. */
export const jobNames = (): Promise<string[]> => foldersWith(JOB);

const JOB = 'job.ts';

async function foldersWith(entry: string): Promise<string[]> {
  const folders = await readdir(`${root}functions`);
  return folders.filter((name) => existsSync(`${root}functions/${name}/${entry}`)).sort();
}

/**
 * One call for all: what they share is parsed once.
 * @param instead is asked first where a module is; a measurement puts others in their place
 */
export async function bundleAll(
  names: readonly string[],
  folder: string,
  instead: Plugin[] = [],
): Promise<void> {
  await bundle({
    entryPoints: names.map((name) => ({ in: `entry:${name}`, out: name })),
    outdir: folder,
    plugins: [...instead, entries, lazyHttp],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    external: EXTERNAL,
    banner: { js: BANNER },
    logLevel: 'warning',
  });
}

/** What is imported when it is needed stays out of a bundle, which is read whole at each start. */
const LATER: readonly (readonly [RegExp, string])[] = [
  [/\/opentelemetry\.ts$/, './tracing.js'],
  [/^minio$/, './minio.js'],
  [/^yaml$/, './yaml.js'],
];

/** Entry points that are no files: the function, and the host that serves it. */
const entries: Plugin = {
  name: 'entries',
  setup(on) {
    on.onResolve({ filter: /^entry:/ }, ({ path }) => ({
      path: path.slice('entry:'.length),
      namespace: 'entry',
    }));
    on.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({
      contents: entryOf(path),
      resolveDir: root,
      loader: 'ts',
    }));
    for (const [filter, path] of LATER)
      on.onResolve({ filter }, ({ kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      );
  },
};

/**
 * `import` of node:http reads all that it exports, and Node 22 and later load undici for three of those, 20 ms of a
 * start; `require` of it does not.
 */
const lazyHttp: Plugin = {
  name: 'lazy-http',
  setup(on) {
    on.onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'node:http', namespace: 'required' } : undefined,
    );
    on.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

function entryOf(name: string): string {
  const part = parts[name];
  if (part) return part;
  if (existsSync(`${root}functions/${name}/${JOB}`)) return `import './functions/${name}/${JOB}';`;
  return `import './functions/${name}/index.ts'; import { host } from './shared/runtime/host.ts'; await host('${name}');`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  if (await refreshKernel()) console.log('the kernel of tree fits compiled anew');
  const { refreshVariables } = await import('./variables.ts');
  if (await refreshVariables()) console.log('the table of variables written anew');
  const { refreshAccess } = await import('./access-table.ts');
  if (await refreshAccess()) console.log('the tables of who may do what written anew');
  // Loaded here alone: a platform that starts builds its functions, and needs no dashboards.
  const { refreshDashboards } = await import('./dashboards/files.ts');
  const dashboards = await refreshDashboards();
  if (dashboards.length > 0) console.log(`dashboards written anew: ${dashboards.join(', ')}`);
  const names = await build();
  console.log(`${names.length} functions in ${Math.round(performance.now() - started)} ms`);
}
