/** Brings the platform onto the cluster that kubectl points at: `npm run deploy -- --help`. */
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { deploy } from './cluster/deployment.ts';
import { kubectl } from './cluster/kubectl.ts';
import { deployObservability } from './cluster/observability.ts';

const usage = `npm run deploy -- [--overlay local|microk8s|production] [--image I] [--context C] [--observability]

Makes the namespace, the Secrets that are absent, the stores, migrations, functions, brokers and triggers, and waits
until all are ready. Safe to run again: what is there is brought up to date, the served model version stays.

  --overlay  what to deploy, a folder of knative/overlays and eventing/overlays; default local
  --image    the functions' image, name:version or name@sha256:digest; default as the overlay has it. The overlay
             production takes a digest alone
  --context  of the kubeconfig; default the current one
  --timeout  seconds that each step may take; default 300
  --observability
             also Prometheus, Grafana and what they show, in the namespace marea-observability. Where Knative's own
             metrics are off it turns them on (config-observability) and restarts the parts of Knative that have them

The overlay production brings no stores: its first deployment takes DATABASE_URL, S3_ENDPOINT, S3_ACCESS_KEY and
S3_SECRET_KEY (S3_REGION) from the environment. CONSOLE_URL, where browsers find the console, is the address of its Service
where neither the overlay, the environment nor marea-config on the cluster says otherwise. KUBECTL says how kubectl is called, as "microk8s kubectl".`;

await runCommand({
  usage,
  options: {
    overlay: { type: 'string', default: 'local' },
    image: { type: 'string' },
    context: { type: 'string' },
    timeout: { type: 'string', default: '300' },
    observability: { type: 'boolean', default: false },
  },
  takes: [0, 0],
  async run({ overlay, image, context, timeout, observability }) {
    if (image !== undefined && !/(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image))
      throw new UserError(
        `"${image}" says no version of the image, expected name:version or name@sha256:digest`,
      );
    const started = performance.now();
    const cluster = kubectl(context);
    const options = {
      overlay,
      context,
      image,
      timeoutMs: (wholeNumber('timeout', timeout, 1) ?? 300) * 1000,
      env: process.env,
      tell: (step: string) =>
        console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${step}`),
    };
    await deploy(cluster, options);
    if (observability) await deployObservability(cluster, options);
    return 0;
  },
});
