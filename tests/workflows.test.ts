/** What GitHub runs: by its own schema, with no more rights than it needs, and nothing that does not run here, too. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { workflowParser } from './workflow-parser.ts';

const root = new URL('../', import.meta.url);
const FOLDER = new URL('.github/workflows/', root);
const files = readdirSync(FOLDER);
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');
const workflowIn = (file: string): Workflow => parse(textOf(file));
const jobsIn = (file: string): [string, Job][] => Object.entries(workflowIn(file).jobs);
const stepsIn = (file: string): Step[] => jobsIn(file).flatMap(([, { steps }]) => steps);

/** Programs that a runner and a developer both have, or get by the step before. */
const PROGRAMS = ['npm', 'gh', 'git', 'cat', 'echo', 'cosign', '.ci/run', '.ci/smoke'];

/** The programs that a step calls, one a command. */
function commandsOf(run: string): string[] {
  const inner = [...run.matchAll(/\$\(([^()]+)\)/g)].map(([, command]) => command as string);
  const lines = run.split('\n').flatMap((line) => line.split(/&&|\|\|?|;/));
  return [...lines.map((line) => line.replace(/^\s*\w+=\$\(/, '')), ...inner]
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'exit 0');
}

const parser = workflowParser();

/** @returns what GitHub would say against it, and its jobs */
async function readBySchema(content: string): Promise<{ faults: string[]; jobs: string[] }> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await parser;
  const { context, value } = parseWorkflow({ name: 'w.yaml', content }, new NoOperationTraceWriter());
  const faults = context.errors.getErrors().map(({ message }) => message);
  if (!value || faults.length > 0) return { faults, jobs: [] };
  const { jobs, errors = [] } = await convertWorkflowTemplate(context, value);
  return {
    faults: [...faults, ...errors.map(({ Message }) => Message)],
    jobs: jobs.map(({ id }) => id.value),
  };
}

test('the schema knows what is none', async () => {
  const wrong = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    stepz: []\n';
  expect((await readBySchema(wrong)).faults.join()).toContain('stepz');
});

test('there is one for changes and one for releases', () => {
  expect(files.toSorted()).toEqual(['ci.yaml', 'release.yaml']);
});

describe.each(files)('%s', (file) => {
  test('is a workflow by the schema of GitHub', async () => {
    const { faults, jobs } = await readBySchema(textOf(file));
    expect(faults).toEqual([]);
    expect(jobs).toEqual(jobsIn(file).map(([id]) => id));
  });

  test('gives no right but to the job that needs it, and ends', () => {
    const { permissions, concurrency } = workflowIn(file);
    expect(permissions).toEqual({});
    expect(concurrency).toBeDefined();
    for (const [id, job] of jobsIn(file)) {
      expect(job.permissions, id).toBeDefined();
      expect(Object.values(job.permissions ?? {}), id).not.toContain('admin');
      expect(job['timeout-minutes'], id).toBeGreaterThan(0);
    }
  });

  test('takes actions by their digest, with the version beside', () => {
    const lines = textOf(file)
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('runs only what is there', () => {
    for (const { run } of stepsIn(file)) {
      if (run === undefined) continue;
      for (const command of commandsOf(run)) {
        const [program = ''] = command.replace(/^"|"$/g, '').split(' ');
        expect(PROGRAMS, command).toContain(program);
        if (program.startsWith('.ci/')) accessSync(new URL(program, root), constants.X_OK);
        const [, script] = /^npm run (?:--silent )?([\w:-]+)/.exec(command) ?? [];
        if (program === 'npm' && !command.startsWith('npm ci'))
          expect(Object.keys(scripts)).toContain(script);
      }
    }
  });

  test('puts nothing that others may write into a command, but through the environment', () => {
    for (const { run = '' } of stepsIn(file)) expect(run).not.toMatch(/\$\{\{(?!\s*matrix\.)/);
  });

  test('leaves no token in a checkout where it runs what changes bring', () => {
    for (const [id, { permissions, steps }] of jobsIn(file))
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
        if (permissions?.contents !== 'write') expect(step.with?.['persist-credentials'], id).toBe(false);
  });

  test('knows no secret', () => {
    expect(textOf(file)).not.toMatch(/secrets\./);
  });

  test.skipIf(spawnSync('actionlint', ['-version']).status !== 0)('has nothing that actionlint finds', () => {
    const { stdout } = spawnSync('actionlint', [fileURLToPath(new URL(file, FOLDER))], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});

test('a change of a stranger can write nothing, and its code runs where nothing can', () => {
  expect(Object.keys(workflowIn('ci.yaml').on)).not.toContain('pull_request_target');
  for (const [id, { permissions = {}, steps }] of jobsIn('ci.yaml')) {
    const writes = Object.values(permissions).includes('write');
    if (writes)
      expect(
        steps.some(({ uses }) => uses?.startsWith('actions/checkout@')),
        id,
      ).toBe(false);
  }
});

test('.ci/run has the parts that run side by side', () => {
  const { check } = workflowIn('ci.yaml').jobs as Readonly<
    Record<string, { strategy?: { matrix: { part: string[] } } }>
  >;
  const [, parts = ''] =
    /\|\| parts=\(([\w ]+)\)$/m.exec(readFileSync(new URL('.ci/run', root), 'utf8')) ?? [];
  expect(check?.strategy?.matrix.part).toEqual(parts.split(' '));
});
