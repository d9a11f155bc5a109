/** Load on predict, and on the trials of a training: `npm run load -- --help`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetNamed } from '../shared/datasets/index.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { KEY_USAGE, keyOf } from './cli/credential.ts';
import { loadDeclared } from './cli/declared.ts';
import { fellBehind } from './load/fell-behind.ts';
import { kubernetesOf } from './load/kubernetes.ts';
import { type RunReport, reportText } from './load/report.ts';
import { runChart } from './load/run-chart.ts';
import type { Context, Scenario } from './load/scenarios/scenario.ts';
import { smoke } from './load/scenarios/smoke.ts';
import { soak } from './load/scenarios/soak.ts';
import { spikeFromZero } from './load/scenarios/spike-from-zero.ts';
import { steps } from './load/scenarios/steps.ts';
import { trainingFanOut } from './load/scenarios/training-fan-out.ts';
import { durationOf, positive } from './load/settings.ts';
import { checkModel, findTarget } from './load/target.ts';
import { breaches, type Thresholds } from './load/thresholds.ts';

const usage = `npm run load -- --scenario smoke|steps|spike-from-zero|soak|training-fan-out [--url URL] [--dataset NAME]
  [--rate R] [--connections N] [--duration D] [--max-p99 MS] [--max-errors SHARE] [--out DIR]

  smoke             every route of predict once or twice, and whether it answers right
  steps             rates that rise in seven steps to R (200/s) and fall again, over D (140s)
  spike-from-zero   waits until predict has no pod, then N connections (200) at once for D (30s); with --rate, R/s
  soak              R (50/s) for D (30m): whether latency or memory drifts
  training-fan-out  64 trials at once: how many pods take them, and how soon

  --url         the platform (http://127.0.0.1:8080), or the URL of predict itself, as kn tells it
  --dataset     default realtor
  --connections of requests under way at once; those that are due meanwhile wait in line
  --max-p99     milliseconds; --max-errors: share that may fail, 0.01 is 1 %. The exit code is 1 when one is exceeded,
                and when anything failed and no --max-errors was given
  --out         where the picture (SVG) and the figures (JSON) go; default dist/load

Latency counts from when a request was due, not from when the driver came to send it. Pods are counted through the
Kubernetes API: of the embedded platform by KUBECONFIG or .marea/kubeconfig, of a cluster by kubectl's context.
${KEY_USAGE}`;

const scenarios: Readonly<Record<string, Scenario>> = {
  smoke,
  steps,
  'spike-from-zero': spikeFromZero,
  soak,
  'training-fan-out': trainingFanOut,
};

await runCommand({
  usage,
  options: {
    scenario: { type: 'string' },
    'key-file': { type: 'string' },
    url: { type: 'string', default: process.env.MAREA_URL ?? 'http://127.0.0.1:8080' },
    dataset: { type: 'string', default: 'realtor' },
    rate: { type: 'string' },
    connections: { type: 'string' },
    duration: { type: 'string' },
    'max-p99': { type: 'string' },
    'max-errors': { type: 'string' },
    out: { type: 'string', default: 'dist/load' },
  },
  takes: [0, 0],
  async run({ scenario = '', url, dataset, rate, connections, duration, out, ...given }) {
    const settings = {
      rate: positive('rate', rate),
      connections: wholeNumber('connections', connections, 1),
      seconds: durationOf(duration),
    };
    const thresholds = {
      maxP99: positive('max-p99', given['max-p99']),
      maxErrors: positive('max-errors', given['max-errors'], true),
    };
    await loadDeclared();
    const run = scenarios[scenario];
    if (!run)
      throw new UserError(
        `--scenario is "${scenario}", expected one of: ${Object.keys(scenarios).join(', ')}`,
      );
    const target = await findTarget(url, datasetNamed(dataset), keyOf(given));
    await checkModel(target);
    const kubernetes = await kubernetesOf(target).catch((error: Error) => error);
    try {
      const context: Context = {
        target,
        settings,
        kubernetes: kubernetes instanceof Error ? undefined : kubernetes,
        noKubernetes: kubernetes instanceof Error ? kubernetes.message : undefined,
        tell: (line) => console.error(line),
      };
      return await runAndReport(scenario, run, context, { url, thresholds, out });
    } finally {
      if (!(kubernetes instanceof Error)) kubernetes.close();
    }
  },
});
process.exit();

interface Wanted {
  readonly url: string;
  readonly thresholds: Thresholds;
  readonly out: string;
}

/** @returns the exit code */
async function runAndReport(
  scenario: string,
  run: Scenario,
  context: Context,
  { url, thresholds, out }: Wanted,
): Promise<number> {
  const at = new Date().toISOString();
  const { connections, ...outcome } = await run(context);
  const report: RunReport = {
    scenario,
    at,
    dataset: context.target.dataset.name,
    url,
    ...outcome,
    ...(context.noKubernetes && !outcome.checks ? { noPods: context.noKubernetes } : {}),
    fellBehind: fellBehind(outcome.measured, connections),
    breaches: breaches(outcome.measured, thresholds),
  };
  console.log(reportText(report));
  for (const words of report.fellBehind) console.error(`\nWARNING: ${words}`);
  for (const breach of report.breaches) console.error(`\nFAILED: ${breach}`);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, `${scenario}.json`), `${JSON.stringify(report, null, 2)}\n`);
  if (!report.checks) await writeFile(join(out, `${scenario}.svg`), runChart(report));
  console.log(`\nwrote ${join(out, scenario)}.json${report.checks ? '' : ' and .svg'}`);
  return report.breaches.length > 0 ? 1 : 0;
}
