/** What is said of data sets without their Service, and of what is left of those that nobody declares. */
import type { Apart, Undeclared } from '../../shared/runtime/knative/predictors.ts';
import { predictorOf } from '../../shared/runtime/knative/served.ts';

/** One text for each, with the lines to write. */
export const apartTexts = ({ unserved, undeclared }: Apart): string[] => [
  ...unserved.map(unservedText),
  ...undeclared.map(undeclaredText),
];

/** knative/base/predict-<data set>/kustomization.yaml */
export const predictorYaml = (dataset: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../predict
nameSuffix: -${dataset}
patches:
  - target:
      kind: Service
    patch: |
      - op: replace
        path: /spec/template/spec/containers/0/env/1/value
        value: ${dataset}
      - op: replace
        path: /spec/template/spec/containers/0/envFrom/1/secretRef/name
        value: marea-predict-${dataset}
`;

function unservedText(dataset: string): string {
  const name = predictorOf(dataset);
  return `data set "${dataset}" has no Service ${name}: models are trained, and nobody answers with them.
Write knative/base/${name}/kustomization.yaml:

${indented(predictorYaml(dataset))}

name it under "resources" of knative/base/kustomization.yaml:

    - ${name}

and start the platform again; on a cluster: npm run deploy.`;
}

const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '    ');

function undeclaredText({ name, services, batches }: Undeclared): string {
  const left = [
    ...services.map((service) => `the Service ${service}`),
    ...(batches > 0 ? [`${batches} ${batches === 1 ? 'batch' : 'batches'}`] : []),
  ];
  const take = [
    ...services.map(
      (service) =>
        `  the Service: knative/base/${service} and its line, on a cluster also by: kn service delete ${service}`,
    ),
    ...(batches > 0
      ? [`  its data: declare it once more, then npm run reset -- ${name} --reason "..." --yes`]
      : []),
  ];
  return `nobody declares data set "${name}", of which this is left: ${left.join(' and ')}.
Name its module in DATASET_MODULES again, or take away
${take.join('\n')}`;
}
