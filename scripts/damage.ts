/** Damaged files through a platform of its own: `npm run damage -- --help`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDatasets } from '../shared/runtime/dataset-modules.ts';
import { build } from './build.ts';
import { runCommand, wholeNumber } from './cli/command.ts';
import { type Outcome, through } from './damage/through.ts';
import { startPlatform } from './platform/platform.ts';
import { passedOn } from './platform/processes/passed-on.ts';
import { prepareStores } from './platform/stores/prepare.ts';

const usage = `npm run damage [-- --seed 1] [--files 1000]

Sends files that are damaged (bits flipped, cut off, pieces lost: CSV, JSON, NDJSON, and Parquet of several programs and
codecs, some packed by gzip) through an embedded platform in a temporary folder. Each has to be read or refused with a
reason, nothing may be half stored, no pod may die or take longer than 10 s for one. The exit code is 1 when
that does not hold.`;

const FRUIT = fileURLToPath(new URL('./damage/fruit.mjs', import.meta.url));
const LONGEST_MS = 10_000;
const PATIENCE_MS = 600_000;

await runCommand({
  usage,
  options: { seed: { type: 'string', default: '1' }, files: { type: 'string', default: '1000' } },
  takes: [0, 0],
  async run(given) {
    const seed = wholeNumber('seed', given.seed, 0) ?? 1;
    const files = wholeNumber('files', given.files, 1) ?? 1000;
    await loadDatasets(FRUIT);
    await build();
    const outcome = await onPlatform({ seed, files });
    console.log(told(outcome, files));
    const { read, refused, wrong, died, longest } = outcome;
    const isWhole = read + Object.keys(refused).length === files;
    return isWhole && wrong.length === 0 && died.length === 0 && longest <= LONGEST_MS ? 0 : 1;
  },
});
process.exit();

async function onPlatform(damage: { readonly seed: number; readonly files: number }): Promise<Outcome> {
  const data = mkdtempSync(join(tmpdir(), 'marea-damage-'));
  const env = { ...passedOn(process.env), DATASET_MODULES: FRUIT };
  const platform = await startPlatform({ port: 0, data, env, prepare: prepareStores });
  try {
    return await through(platform, { ...damage, patienceMs: PATIENCE_MS });
  } finally {
    await platform.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

function told({ read, refused, wrong, died, longest }: Outcome, files: number): string {
  const reasons = new Map<string, number>();
  for (const reason of Object.values(refused)) {
    const kind = reason
      .replace(/"[^"]*"/g, '"…"')
      .replace(/\d+/g, 'N')
      .slice(0, 110);
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
  }
  const most = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 25);
  return [
    `${files} files: ${read} read, ${Object.keys(refused).length} refused; the longest took ingest ${longest} ms`,
    ...most.map(([kind, times]) => `  ${String(times).padStart(4)}  ${kind}`),
    ...[...wrong, ...died.map((pod) => `a pod has died: ${pod}`)]
      .slice(0, 50)
      .map((fault) => `FAULT ${fault}`),
  ].join('\n');
}
