/** The health of every part on the cluster that kubectl points at: `npm run check -- --help`. */
import { runCommand } from './cli/command.ts';
import { examine } from './cluster/examination.ts';
import { line } from './cluster/health/part.ts';
import { kubectl } from './cluster/kubectl.ts';

const usage = `npm run check -- [--overlay local|microk8s|production] [--context C]

One line for each part, from the API server to the model in production; the exit code is 1 when one is down. A pod
with the functions' own credentials looks whether the stores answer.

  --overlay  what was deployed; default local
  --context  of the kubeconfig; default the current one`;

await runCommand({
  usage,
  options: { overlay: { type: 'string', default: 'local' }, context: { type: 'string' } },
  takes: [0, 0],
  async run({ overlay, context }) {
    let down = 0;
    for await (const part of examine(kubectl(context), overlay)) {
      console.log(line(part));
      if (!part.ok) down += 1;
    }
    if (down > 0) console.error(`${down} ${down === 1 ? 'part is' : 'parts are'} down`);
    return down > 0 ? 1 : 0;
  },
});
