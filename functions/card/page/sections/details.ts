/** What the artifact is, and how to load it. */

import { bytes, number, percent } from '../../../../shared/page/format.ts';
import { type Html, html, type Inserted } from '../../../../shared/page/html.ts';
import { section, table } from '../../../../shared/page/table.ts';
import type { Details, ModelCard } from '../../card.ts';
import { familyWords } from './overview.ts';
import { settings } from './search.ts';

export function details({ details: facts }: ModelCard): Html {
  return section('details', 'Model details', html`${factTable(facts)}${inputs(facts)}${loading(facts)}`);
}

function factTable(facts: Details): Html {
  const { trees, interval, target } = facts;
  const rows: Inserted[][] = [
    ['Kind', familyWords(facts.family)],
    ...(facts.trials.length > 1 ? [['Average of', `the models of trials ${facts.trials.join(', ')}`]] : []),
    [
      facts.trials.length > 1 ? 'Settings of the first' : 'Settings',
      Object.keys(facts.parameters).length > 0 ? settings(facts.parameters) : 'defaults',
    ],
    [
      'Learned as',
      target.transform === 'log'
        ? `logarithm of ${target.label}, answered in ${target.unit ?? 'its unit'}`
        : target.label,
    ],
    ['Intervals', interval === null ? 'none' : `split-conformal, ${percent(interval)}`],
    [
      'Size',
      [
        trees ? `${number(trees.trees)} trees, ${number(trees.leaves)} leaves; ` : '',
        facts.files.map(({ name, bytes: size }) => `${name} ${bytes(size)}`).join(', '),
      ],
    ],
    [
      'Software',
      Object.entries(facts.software)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Run', html`<code>${facts.run}</code>`],
    ['Kept at', html`<code>${facts.location}</code>`],
  ];
  return table({ rows });
}

function inputs({ inputs: all }: Details): Html {
  const rows = all.map(({ name, type, label, unit }) => [
    html`<code>${name}</code>`,
    `${label}${unit ? ` (${unit})` : ''}`,
    type === 'float' ? 'number, NaN where missing' : 'text, empty where missing',
  ]);
  return html`<h3>Inputs</h3>${table({ head: ['Input', 'Is', 'Type'], rows })}`;
}

function loading({ location, inputs: all }: Details): Html {
  const first = all
    .slice(0, 2)
    .map(
      ({ name, type }) =>
        `"${name}": np.array([[${type === 'float' ? '3' : '"..."'}]], dtype=${type === 'float' ? 'np.float32' : 'object'})`,
    );
  return html`<h3>How to load it</h3>
<p>One ONNX file takes the raw columns, each as a column vector, and gives the answer in the user's unit. Any ONNX runtime of these operator sets runs it. MLflow finds the object store by MLFLOW_S3_ENDPOINT_URL.</p>
<pre>import numpy as np, onnxruntime
session = onnxruntime.InferenceSession("model.onnx")
answers = session.run(None, {${first.join(', ')}, ...})</pre>
<pre>import mlflow.onnx
model = mlflow.onnx.load_model("${location}")</pre>`;
}
