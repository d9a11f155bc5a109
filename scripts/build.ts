/** Bundles every function into dist/functions/<name>.js: one file to load, so that a process starts fast. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, type Plugin, stop } from 'esbuild';
import { refreshKernel } from './kernel.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Native code, and what only works from its own folder, stays a package. */
export const EXTERNAL = ['onnxruntime-node', 'onnxruntime-common', 'danfojs-node'];
/** CommonJS packages inside the bundle still ask for `require`. */
const BANNER = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** The main program of the image. */
const MAIN = "await import('./' + process.env.FUNCTION + '.js');\n";

/** What runs once and ends: before the functions, and to look how they are. */
const jobs: Readonly<Record<string, string>> = {
  migrate: `import { migrate } from './shared/store/migrate.ts'; import { required } from './shared/runtime/configuration.ts'; await migrate(required('DATABASE_URL'));`,
  buckets: `import './scripts/cluster/minio/prepare.ts';`,
  check: `import './scripts/cluster/inside.ts';`,
};

/**
 * Files are made beside and then put in place one by one: a platform that runs meanwhile always finds whole ones.
 * @returns the names of the functions
 */
export async function build(): Promise<string[]> {
  const names = (await readdir(`${root}functions`, { withFileTypes: true }))
    .filter((entry) => existsSync(`${root}functions/${entry.name}/index.ts`))
    .map((entry) => entry.name);
  await mkdir(`${root}dist/functions/migrations`, { recursive: true });
  const made = await mkdtemp(`${root}dist/made-`);
  try {
    await bundleAll([...names, ...Object.keys(jobs)], made);
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

/** One call for all: what they share is parsed once. */
async function bundleAll(names: readonly string[], folder: string): Promise<void> {
  await bundle({
    entryPoints: names.map((name) => ({ in: `entry:${name}`, out: name })),
    outdir: folder,
    plugins: [entries],
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
  },
};

function entryOf(name: string): string {
  return (
    jobs[name] ??
    `import './functions/${name}/index.ts'; import { host } from './shared/runtime/host.ts'; await host('${name}');`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  if (await refreshKernel()) console.log('the kernel of tree fits compiled anew');
  const names = await build();
  console.log(`${names.length} functions in ${Math.round(performance.now() - started)} ms`);
}
