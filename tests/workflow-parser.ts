/** GitHub's own parser of workflows. Its modules import JSON as only bundlers do, so that it is bundled first. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

type Parser = typeof import('@actions/workflow-parser');

export async function workflowParser(): Promise<Parser> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-workflow-parser-'));
  const outfile = join(folder, 'parser.mjs');
  try {
    await build({
      stdin: {
        contents: "export * from '@actions/workflow-parser';",
        resolveDir: fileURLToPath(new URL('../', import.meta.url)),
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      outfile,
    });
    return (await import(pathToFileURL(outfile).href)) as Parser;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
