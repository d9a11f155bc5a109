/** The Helm chart, and one file to install: `npm run chart -- --help`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { chartFiles, DEFAULT, OVERLAYS, resourcesOf } from './chart/chart.ts';
import { runCommand, UserError } from './cli/command.ts';

const usage = `npm run chart -- [--out dist] [--overlay ${DEFAULT}] [--version X.Y.Z]

Makes the Helm chart from the overlays of knative/ and eventing/ (OUT/chart), and install.yaml, an overlay as one file
for kubectl apply (OUT/install.yaml). Values of the chart are what the overlays set; values-local.yaml and
values-microk8s.yaml are those of the other overlays.

  --out      the folder; default dist
  --overlay  of install.yaml: ${OVERLAYS.join(', ')}
  --version  of the chart; default that of package.json`;

const { version: own } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

await runCommand({
  usage,
  options: {
    out: { type: 'string', default: 'dist' },
    overlay: { type: 'string', default: DEFAULT },
    version: { type: 'string', default: own },
  },
  takes: [0, 0],
  async run({ out, overlay, version }) {
    if (!OVERLAYS.some((name) => name === overlay))
      throw new UserError(`there is no overlay "${overlay}", there are: ${OVERLAYS.join(', ')}`);
    const chart = join(out, 'chart');
    rmSync(chart, { recursive: true, force: true });
    const files = Object.entries(chartFiles(version));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(chart, path)), { recursive: true });
      writeFileSync(join(chart, path), text);
    }
    const resources = resourcesOf(overlay);
    const install = join(out, 'install.yaml');
    writeFileSync(install, resources.map((resource) => stringify(resource, { lineWidth: 0 })).join('---\n'));
    console.log(
      `${chart}: ${files.length} files\n${install}: ${resources.length} resources, overlay ${overlay}`,
    );
    return 0;
  },
});
