/** What the demo prints of the model's answers, and what to try next. */
import { datasetNamed } from '../../shared/datasets/index.ts';
import { count } from '../cli/words.ts';
import type { Platform } from '../platform/platform.ts';

type Answer = Readonly<Record<string, unknown>>;
type Example = Readonly<Record<string, string | number>>;

const dollars = (value: unknown): string => `$${count(Math.round(Number(value)))}`;

/** The house in words, its price and interval. */
export function priced(example: Example, answer: Answer): string {
  const { columns } = datasetNamed('realtor');
  const house = Object.entries(example)
    .map(([name, value]) => `${columns[name]?.label ?? name} ${value}`)
    .join(', ');
  const { lower, upper, level } = answer.interval as { lower: number; upper: number; level: number };
  return [
    house,
    `price     ${dollars(answer.price)}, with ${Math.round(level * 100)} % between ${dollars(lower)} and ${dollars(upper)}`,
    `          model version ${answer.model_version}, ${answer.model_stage}, run ${answer.model_run_id}`,
  ].join('\n');
}

/** The features that move this price most, in dollars. */
export function explained(answer: Answer, most = 5): string {
  const names = answer.feature_names as string[];
  const values = answer.shap_values as number[];
  const ranked = names
    .map((name, index) => ({ name, dollars: values[index] ?? 0 }))
    .sort((a, b) => Math.abs(b.dollars) - Math.abs(a.dollars))
    .slice(0, most);
  const lines = ranked.map(
    ({ name, dollars: by }) => `          ${by < 0 ? '-' : '+'}${dollars(Math.abs(by)).padEnd(10)} ${name}`,
  );
  return [`because   ${dollars(answer.base_value)} is the price of the average listing`, ...lines].join('\n');
}

/** Lines that work when pasted. */
export function whatNext({ url, kubeconfig }: Platform, service: string, example: Example): string {
  const at = `${url}/services/${service}`;
  const json = `-H 'content-type: application/json' -d '${JSON.stringify(example)}'`;
  const port = new URL(url).port;
  return `
try next
  curl -s ${at}/predict ${json}
  curl -s ${at}/explain ${json}
  curl -s ${at}/model
  curl -s '${url}/api/status?dataset=realtor'
  npm run status -- realtor --to ${url}
  KUBECONFIG=${kubeconfig} kn service list
and in a browser
  http://localhost:${port}/                          the console
  http://localhost:${port}/services/${service}/docs  the predictor, with a form to try it

Ctrl-C ends it; the next run goes on from here.`;
}
