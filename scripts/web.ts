/**
 * Bundles the console's page into dist/functions/web/: names that change with what is in a file, each file beside itself
 * as gzip and brotli, and a manifest that says which of them the page begins with.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

export interface WebManifest {
  readonly script: string;
  readonly style: string;
  /** Scripts that the first one imports at once. */
  readonly preload: readonly string[];
  /** All that there are, without what is beside them. */
  readonly files: readonly string[];
}

const root = fileURLToPath(new URL('../', import.meta.url));
const ENTRY = 'functions/console/web/main.tsx';
const FOLDER = `${root}dist/functions/web`;

/** @param folder where it is put; one that is there already goes on to be whole meanwhile */
export async function buildWeb(folder = FOLDER): Promise<WebManifest> {
  const { outputFiles, metafile } = await bundled(folder);
  await mkdir(folder, { recursive: true });
  const before = await filesBefore(folder);
  for (const { path, contents } of outputFiles) await put(folder, basename(path), Buffer.from(contents));
  const manifest = manifestOf(metafile);
  await putWhole(`${folder}/manifest.json`, Buffer.from(JSON.stringify(manifest)));
  await forget(folder, [...before, ...manifest.files]);
  return manifest;
}

const bundled = (folder: string) =>
  build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outdir: folder,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });

function manifestOf({ outputs }: Metafile): WebManifest {
  const [script, made] = Object.entries(outputs).find(([, output]) => output.entryPoint === ENTRY) ?? [];
  if (!script || !made?.cssBundle) throw new Error(`${ENTRY} has become no script with a style`);
  return {
    script: basename(script),
    style: basename(made.cssBundle),
    preload: made.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path)),
    files: Object.keys(outputs).map((path) => basename(path)),
  };
}

/** A name that is there already has the same in it. */
async function put(folder: string, name: string, contents: Buffer): Promise<void> {
  if (existsSync(`${folder}/${name}.br`)) return;
  await putWhole(`${folder}/${name}`, contents);
  await putWhole(`${folder}/${name}.gz`, await promisify(gzip)(contents, { level: 9 }));
  await putWhole(`${folder}/${name}.br`, await promisify(brotliCompress)(contents));
}

async function putWhole(path: string, contents: Buffer): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

async function filesBefore(folder: string): Promise<readonly string[]> {
  if (!existsSync(`${folder}/manifest.json`)) return [];
  return (JSON.parse(await readFile(`${folder}/manifest.json`, 'utf8')) as WebManifest).files;
}

/** A page that was opened before this build still asks for the files of the one before; for no older ones. */
async function forget(folder: string, known: readonly string[]): Promise<void> {
  const kept = new Set(known.flatMap((name) => [name, `${name}.gz`, `${name}.br`]));
  for (const name of await readdir(folder))
    if (/\.(js|css)(\.gz|\.br)?$/.test(name) && !kept.has(name))
      await rm(`${folder}/${name}`, { force: true });
}
