/** Measures what a user waits for, prints a table and writes JSON: `npm run bench -- --help`. */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { accessFigures } from './benchmarks/access.ts';
import { backupFigures } from './benchmarks/backup.ts';
import { chainFigures } from './benchmarks/chain.ts';
import { consoleFigures } from './benchmarks/console/figures.ts';
import { type Figure, figuresTable } from './benchmarks/figure.ts';
import { learningFigures } from './benchmarks/learning.ts';
import { ledgerFigures } from './benchmarks/ledger.ts';
import { observingFigures } from './benchmarks/observing.ts';
import { registryFigures } from './benchmarks/registry/figures.ts';
import { sampleEfficiencyFigures } from './benchmarks/search.ts';
import { servingFigures } from './benchmarks/serving.ts';
import { build } from './build.ts';
import { runCommand, UserError } from './cli/command.ts';

const parts = {
  chain: chainFigures,
  learning: learningFigures,
  ledger: ledgerFigures,
  serving: servingFigures,
  observing: observingFigures,
  access: accessFigures,
  registry: registryFigures,
  console: consoleFigures,
  backup: backupFigures,
  search: sampleEfficiencyFigures,
};

/** Half an hour and more: only when asked for by name. */
const LONG: readonly string[] = ['search'];

await runCommand({
  usage: `npm run bench [-- chain|learning|ledger|serving|observing|access|registry|console|backup|search ...] [--out bench.json]

  chain    realtor.csv.gz posted until its model is in production; the demo's first price
  learning fits against LightGBM and XGBoost, where $PYTHON (python3) has them
  ledger   ingest and clean of 900,000 rows
  serving  predictions a second, latency, start of a process
  observing what metrics and logs cost of predictions a second
  access   what an API key costs of predictions a second
  registry the registry beside MLflow's own server, where $PYTHON (python3) has it
  console  start, each call of the API, the first page and clicks in Chromium, with 10,000 runs and 1,000 batches
  backup   a million rows and ten models to a folder, and back
  search   30 trials of a search against 100 at random, on both data sets: half an hour, only when named

Real files are looked for in ../shared/data; what needs an absent one is left out, and said so.`,
  options: { out: { type: 'string', default: 'dist/bench.json' } },
  takes: [0, 10],
  async run({ out }, names) {
    const unknown = names.find((name) => !(name in parts));
    if (unknown)
      throw new UserError(`no benchmark "${unknown}", there are: ${Object.keys(parts).join(', ')}`);
    await build();
    const figures: Figure[] = [];
    for (const [name, measure] of Object.entries(parts))
      if (names.length === 0 ? !LONG.includes(name) : names.includes(name))
        figures.push(...(await measure()));
    const [cpu] = cpus();
    const machine = `${cpus().length} x ${cpu?.model.trim()}, Node ${process.version}`;
    console.log(`${machine}\n\n${figuresTable(figures)}`);
    await writeFile(out, JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2));
    return 0;
  },
});
process.exit();
