/** Functions from zero to many and back. */
import { board } from '../board.ts';
import { areas, atMost, bars, figure, lines, none, ranking, states } from '../panel.ts';
import { KNATIVE, orZero, POD, quantileOfStarts, rate } from '../query.ts';
import { alerts } from './alerts.ts';

const pods = (which: string, by: string): string => `sum by (${by}) (kn_revision_pods_${which}{${KNATIVE}})`;
/** Knative tells the concurrency of the revision, and the target of a pod. */
const perPod = (span: string): string =>
  `max by (kn_revision_name) (kn_revision_concurrency_${span}{${KNATIVE}}) / clamp_min(${pods('count', 'kn_revision_name')}, 1)`;
const REVISION = '{{kn_revision_name}}';
const STARTS = `marea_cold_start_duration_seconds_count{${POD},phase="ready"}`;

const wellness = [
  alerts,
  figure({
    title: 'Without a pod',
    description:
      'Services that the autoscaler wants pods for, and that have none ready. Normal: 0, or 1 for the second or two of a start from zero. Else: npm run check names the pod and why it does not start.',
    unit: 'none',
    steps: none,
    queries: [
      {
        expr: orZero(
          `count(${pods('desired', 'kn_service_name')} > 0 and ${pods('count', 'kn_service_name')} == 0)`,
        ),
      },
    ],
  }),
  figure({
    title: 'Pods ready',
    description: 'Pods of functions that are ready. Normal: 0 when nothing is asked of Marea.',
    unit: 'none',
    queries: [{ expr: `sum(kn_revision_pods_count{${KNATIVE}})` }],
  }),
  figure({
    title: 'Pods not ready',
    description:
      'Pods that exist and are not ready: they start, end, or cannot start. Normal: more than 0 for seconds only. Else: kubectl get pods, then npm run check.',
    unit: 'none',
    steps: atMost(1, 20),
    queries: [{ expr: `sum(kn_revision_pods_not_ready_count{${KNATIVE}})` }],
  }),
  figure({
    title: 'In panic',
    description:
      'Revisions whose load doubled within seconds: the autoscaler only adds pods to them, and takes none away. Normal: now and then, for a minute. Always: a target or max-scale is too low.',
    unit: 'none',
    steps: atMost(1, 10),
    queries: [{ expr: `sum(kn_revision_panic_mode{${KNATIVE}})` }],
  }),
  figure({
    title: 'Requests that wait',
    description:
      'Requests that the activator holds until a pod has room. Normal: 0, or a few while a function starts. Else: pods do not start, or max-scale is reached.',
    unit: 'none',
    steps: atMost(10, 100),
    queries: [
      {
        expr: 'sum(kn_revision_request_queued{k8s_namespace_name=~"$namespace",kn_revision_name=~"$revision"})',
      },
    ],
  }),
  figure({
    title: 'Start from zero, median',
    description:
      'From the start of a process until it is ready, over the pods of this time. Normal: under a second, with a model some 0.4 s. Else: processors are short, or the object store is slow.',
    unit: 's',
    steps: atMost(2, 5),
    none: 'no start',
    queries: [{ expr: quantileOfStarts(0.5, `${POD},phase="ready"`) }],
  }),
  figure({
    title: 'Services at zero',
    description: 'Services that have no pod now, and cost nothing. Normal: all but the busy ones.',
    unit: 'none',
    queries: [{ expr: orZero(`count(${pods('count', 'kn_service_name')} == 0)`) }],
  }),
];

const podsOverTime = [
  lines({
    title: 'Pods: desired, requested, ready',
    description:
      'All pods together: what the autoscaler wants, what it has asked Kubernetes for, and what is ready. Normal: the three meet within seconds. Ready stays below: nodes are full (kubectl describe node), or images cannot be pulled.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: `sum(kn_revision_pods_desired{${KNATIVE}})`, legend: 'desired' },
      { expr: `sum(kn_revision_pods_requested{${KNATIVE}})`, legend: 'requested' },
      { expr: `sum(kn_revision_pods_count{${KNATIVE}})`, legend: 'ready' },
    ],
  }),
  areas({
    title: 'Pods ready, by revision',
    description:
      'Who has the pods. Normal: stages come one after the other, trials many at once, and all of them go again. Pods that stay without requests: the autoscaler does not reach port 9090 of them.',
    unit: 'none',
    min: 0,
    queries: [{ expr: `${pods('count', 'kn_revision_name')} > 0`, legend: REVISION }],
  }),
  lines({
    title: 'Pods desired, by revision',
    description:
      'What the autoscaler wants for each revision. Compare with the pods that are ready. At max-scale for long: raise it, or the resources.',
    unit: 'none',
    min: 0,
    queries: [{ expr: `${pods('desired', 'kn_revision_name')} > 0`, legend: REVISION }],
  }),
  lines({
    title: 'Pods on their way',
    description:
      'Pods that wait for a node, are not ready yet, or are ending. Normal: each for seconds; ending takes as long as the last request. Pending for long: no node has room.',
    unit: 'none',
    min: 0,
    queries: ['pending_count', 'not_ready_count', 'terminating_count'].map((which) => ({
      expr: `sum(kn_revision_pods_${which}{${KNATIVE}})`,
      legend: which.replace('_count', '').replace('_', ' '),
    })),
  }),
];

const load = [
  lines({
    title: 'Concurrency of a pod, of its target',
    description:
      'Requests at once in a pod over the stable window, as a share of the number above which another pod comes. Normal: at or below 100 %. Above for long: pods do not come, see above.',
    unit: 'percentunit',
    min: 0,
    steps: atMost(1, 2),
    queries: [
      {
        expr: `${perPod('stable')} / max by (kn_revision_name) (kn_revision_concurrency_target{${KNATIVE}})`,
        legend: REVISION,
      },
    ],
  }),
  lines({
    title: 'Concurrency of a pod in the panic window, of its target',
    description:
      'The same over the last seconds. At twice the target the autoscaler panics, and adds pods at once. Normal: peaks.',
    unit: 'percentunit',
    min: 0,
    steps: atMost(2, 10),
    queries: [
      {
        expr: `${perPod('panic')} / max by (kn_revision_name) (kn_revision_concurrency_target{${KNATIVE}})`,
        legend: REVISION,
      },
    ],
  }),
  lines({
    title: 'Requests in pods',
    description:
      'Requests that the queue-proxies of a revision have taken and not answered. Normal: rises and falls with the load. Stays: the function hangs; see its log.',
    unit: 'none',
    min: 0,
    queries: [{ expr: `sum by (revision) (kn_serving_queue_depth{${POD}})`, legend: '{{revision}}' }],
  }),
  lines({
    title: 'Requests at the activator',
    description:
      'Requests that the activator holds or passes on. Normal: all of them from zero on, until there is room to spare; none when there is.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: `sum by (kn_revision_name) (kn_revision_request_concurrency{${KNATIVE}})`, legend: REVISION },
    ],
  }),
  lines({
    title: 'Requests, by service',
    description: 'Requests that pods answered: what the pods are there for. Events are requests too.',
    unit: 'reqps',
    min: 0,
    queries: [
      { expr: rate('kn_serving_invocation_duration_seconds_count', 'service', POD), legend: '{{service}}' },
    ],
  }),
  states({
    title: 'Panic mode',
    description:
      'When the autoscaler was in panic. Normal: short, at the start of a spike. Always: the target is too low for how the load comes.',
    unit: 'none',
    words: { 0: { text: 'steady', color: 'transparent' }, 1: { text: 'panic', color: 'orange' } },
    queries: [{ expr: `max by (kn_revision_name) (kn_revision_panic_mode{${KNATIVE}})`, legend: REVISION }],
  }),
];

const zero = [
  states({
    title: 'Zero periods',
    description:
      'When each service had pods, and when it was at zero. Normal: at zero within a minute or two of the last request. Never at zero: something polls it, or min-scale is set.',
    unit: 'none',
    words: { 0: { text: 'at zero', color: 'semi-dark-blue' }, 1: { text: 'has pods', color: 'green' } },
    queries: [{ expr: `${pods('count', 'kn_service_name')} > bool 0`, legend: '{{kn_service_name}}' }],
  }),
  ranking({
    title: 'Share of the time at zero',
    description: 'What scaling to zero saves, by service, over the time shown. Normal: high for all stages.',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: `sort_desc(avg_over_time((${pods('count', 'kn_service_name')} == bool 0)[$__range:1m]))`,
        legend: '{{kn_service_name}}',
      },
    ],
  }),
  bars({
    title: 'Starts from zero and of further pods',
    description:
      'Processes that became ready, by service. Normal: with load. Many of one service without load: it is killed and comes again; see its log.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: `sum by (service) (max_over_time(${STARTS}[$__rate_interval]) unless ${STARTS} offset $__rate_interval)`,
        legend: '{{service}}',
      },
    ],
  }),
  lines({
    title: 'How long starts take',
    description:
      'From the start of a process until it is ready, and until its first answer. Normal: under a second when processors are free. Slower: many start at once on few processors, or the object store is slow.',
    unit: 's',
    min: 0,
    steps: atMost(2, 5),
    queries: [0.5, 0.95].flatMap((q) => ({
      expr: quantileOfStarts(q, POD, 'phase', '5m'),
      legend: `{{phase}}, p${100 * q}`,
    })),
  }),
  ranking({
    title: 'Start of a process, median by service',
    description:
      'Who starts slowly: until ready, over the time shown. Normal: predict with a model longest, some 0.4 s.',
    unit: 's',
    min: 0,
    steps: atMost(2, 5),
    queries: [{ expr: quantileOfStarts(0.5, `${POD},phase="ready"`, 'service'), legend: '{{service}}' }],
  }),
  ranking({
    title: 'First answer of a process, median by service',
    description:
      'From the start of a process until it has answered its first request, over the time shown: what the caller waited for, and the work itself. Normal: the start, and the time of the stage.',
    unit: 's',
    min: 0,
    queries: [
      { expr: quantileOfStarts(0.5, `${POD},phase="first_answer"`, 'service'), legend: '{{service}}' },
    ],
  }),
];

export const scaleOut = board({
  uid: 'marea-scale-out',
  title: 'Marea / Scale-out',
  description: 'Functions from zero to many and back: pods, what asks for them, and how fast they come.',
  from: 'now-1h',
  refresh: '10s',
  variables: ['namespace', 'service', 'revision'],
  rows: [
    { title: 'Are things well?', panels: wellness, height: 4 },
    { title: 'Pods', panels: podsOverTime, columns: 2 },
    { title: 'Load', panels: load, columns: 2 },
    { title: 'From zero and back', panels: zero, columns: 2, height: 9 },
  ],
});
