/** Where our answers are meant to differ from MLflow's, each with its reason: the table of docs has the same lines. */
import type { Exchange, Json } from './exchanges.ts';
import { isObject } from './names.ts';

export interface Told {
  readonly status: number;
  readonly answer: Json | undefined;
}

export interface Difference {
  /** As the documentation has it. */
  readonly what: string;
  readonly why: string;
  /** What MLflow would say if it were of our mind; undefined: anything will do. */
  readonly instead: (exchange: Exchange, theirs: Told, ours: Told) => Told | undefined;
}

const NOT_OFFERED = /\/traces\b|\/webhooks\b|\/genai\b|\/scorers\b|\/assessments\b/;
/** The code of a refusal. */
export const refusedCode = ({ answer }: Told): Json | undefined =>
  isObject(answer) ? answer.error_code : undefined;

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'Traces, webhooks and what else belongs to language models answer 404 `ENDPOINT_NOT_FOUND`',
    why: 'They are not offered; clients go on without them.',
    instead: ({ path }, theirs, ours) =>
      NOT_OFFERED.test(path) && refusedCode(ours) === 'ENDPOINT_NOT_FOUND' ? undefined : theirs,
  },
  {
    what: 'Refusals have their code and a message, in words of their own, and no `sqlstate` or `error_class`',
    why: 'Clients decide by the code; the message is for people.',
    instead: (_exchange, theirs, ours) =>
      refusedCode(theirs) !== undefined &&
      theirs.status === ours.status &&
      refusedCode(theirs) === refusedCode(ours)
        ? ours
        : theirs,
  },
  {
    what: '`server-info` has fewer fields, and all of them say no',
    why: 'None of what they are about is offered.',
    instead: ({ path }, theirs, ours) =>
      path.endsWith('/server-info') && ours.status === 200 ? ours : theirs,
  },
  {
    what: 'In lists of artifacts an empty file has `file_size` 0',
    why: 'MLflow leaves it out, as it does with every 0; the size is known.',
    instead: ({ path }, theirs, ours) =>
      path.includes('/mlflow-artifacts/artifacts?') && JSON.stringify(ours.answer).includes('"file_size":0')
        ? { ...theirs, answer: withSizes(theirs.answer) }
        : theirs,
  },
  {
    what: 'The latest versions of a registered model have their aliases with them',
    why: 'MLflow leaves the field empty in this answer; whoever looks at it need not ask again.',
    instead: ({ path }, theirs, ours) =>
      path.includes('/registered-models/')
        ? { ...theirs, answer: withKept(theirs.answer, ours.answer, 'aliases') }
        : theirs,
  },
  {
    what: '`runs/search` tells the models that a run has used, as `runs/get` does',
    why: 'A run is one thing, however it is asked for.',
    instead: ({ path }, theirs, ours) =>
      path.endsWith('/runs/search')
        ? { ...theirs, answer: withKept(theirs.answer, ours.answer, 'model_inputs') }
        : theirs,
  },
  {
    what: 'The tag `mlflow.modelVersions` of a logged model is what clients make it',
    why: 'MLflow sets it beside its clients, who do it themselves; which versions there are is asked of the registry.',
    instead: ({ path }, theirs, ours) =>
      path.includes('/logged-models/') && ours.status === 200
        ? { ...theirs, answer: withTagOf(theirs.answer, ours.answer, 'mlflow.modelVersions') }
        : theirs,
  },
];

const withSizes = (answer: Json | undefined): Json | undefined => {
  if (!isObject(answer) || !Array.isArray(answer.files)) return answer;
  const files = answer.files as readonly Json[];
  const sized = (file: Json): Json =>
    isObject(file) && file.is_dir === false ? { file_size: 0, ...file } : file;
  return { ...answer, files: files.map(sized) };
};

/** Theirs with a field of ours, wherever theirs has none and ours has it. */
function withKept(theirs: Json | undefined, ours: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(theirs) && Array.isArray(ours))
    return theirs.map((item: Json, index) => withKept(item, sameAs(item, ours, index), name) ?? null);
  if (!isObject(theirs) || !isObject(ours)) return theirs;
  const kept = theirs[name] === undefined && ours[name] !== undefined ? { [name]: ours[name] } : {};
  const inner = Object.entries(theirs).map(([key, value]) => [key, withKept(value, ours[key], name) ?? null]);
  return { ...Object.fromEntries(inner), ...kept };
}

/** The same version of a model, or what stands at the same place. */
function sameAs(item: Json, among: readonly Json[], index: number): Json | undefined {
  const version = isObject(item) ? item.version : undefined;
  const found = among.find((other) => isObject(other) && version !== undefined && other.version === version);
  return found ?? among[index];
}

/** Theirs, but for one tag of a logged model, which is as ours. */
function withTagOf(theirs: Json | undefined, ours: Json | undefined, key: string): Json | undefined {
  if (!isObject(theirs) || !isObject(theirs.model) || !isObject(theirs.model.info)) return theirs;
  const others = tagsOf(theirs).filter((tag) => !isObject(tag) || tag.key !== key);
  const own = tagsOf(ours).filter((tag) => isObject(tag) && tag.key === key);
  return { ...theirs, model: { ...theirs.model, info: { ...theirs.model.info, tags: [...others, ...own] } } };
}

const tagsOf = (answer: Json | undefined): readonly Json[] => {
  const info = isObject(answer) && isObject(answer.model) ? answer.model.info : undefined;
  return isObject(info) && Array.isArray(info.tags) ? info.tags : [];
};

/** What is to be answered, differences that are meant being applied; undefined where anything will do. */
export function told(exchange: Exchange, answer: Json, ours: Told): Told | undefined {
  let theirs: Told | undefined = { status: exchange.status, answer };
  for (const { instead } of DIFFERENCES) if (theirs) theirs = instead(exchange, theirs, ours);
  return theirs;
}
