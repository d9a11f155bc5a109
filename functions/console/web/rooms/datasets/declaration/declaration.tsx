/** A data set as it is declared, as people read it: columns, rules, features, what a model has to reach, the schema. */
import type { Declared } from '../../../../../../shared/api/data.ts';
import { useLive } from '../../../data/live.ts';
import { pathOf } from '../../../shell/place.ts';
import { t } from '../../../texts/texts.ts';
import { Code } from '../../../ui/copy.tsx';
import { number } from '../../../ui/format.ts';
import { Shown } from '../../../ui/states.tsx';
import { Table } from '../../../ui/table.tsx';
import { DeclaredColumns } from './columns.tsx';
import { featureWords } from './feature-words.ts';
import { Reached } from './reached.tsx';
import { conditionWords } from './rule-words.ts';

type Declaration = Declared['declaration'];

/** It changes with a new release alone. */
const SELDOM_MS = 300_000;

export function Declaration({ dataset }: { readonly dataset: string }) {
  const live = useLive<Declared>(pathOf('api', 'datasets', dataset, 'declaration'), SELDOM_MS);
  const texts = t().declaration;
  return (
    <section class="panel declaration">
      <h2>{texts.title}</h2>
      <Shown live={live} lines={10}>
        {({ declaration, schema }) => (
          <>
            <Parts {...declaration} />
            <details>
              <summary>{texts.schema}</summary>
              <p class="pale">{texts.schemaText}</p>
              <Code text={schema} />
            </details>
            <details>
              <summary>{texts.example}</summary>
              <Code text={askFor(declaration)} />
            </details>
          </>
        )}
      </Shown>
    </section>
  );
}

function Parts(declaration: Declaration) {
  const texts = t().declaration;
  const { columns, features } = declaration;
  const labelOf = (name: string): string => columns[name]?.label ?? declaration.derived[name]?.label ?? name;
  return (
    <>
      <p class="pale">{texts.text(number(Object.keys(columns).length), number(features.length))}</p>
      <DeclaredColumns {...declaration} />
      <details>
        <summary>{texts.rules}</summary>
        <Rules rules={declaration.rules} labelOf={labelOf} />
      </details>
      <details>
        <summary>{texts.features}</summary>
        <Features features={features} labelOf={labelOf} />
      </details>
      <details>
        <summary>{texts.learning}</summary>
        <Reached declaration={declaration} labelOf={labelOf} />
      </details>
    </>
  );
}

interface RulesProps extends Pick<Declaration, 'rules'> {
  readonly labelOf: (column: string) => string;
}

function Rules({ rules, labelOf }: RulesProps) {
  const texts = t().declaration;
  if (rules.length === 0) return <p class="pale">{texts.noRules}</p>;
  return (
    <Named
      name="rules"
      label={texts.rules}
      titles={[texts.rule, texts.rejects]}
      rows={rules}
      words={({ rejects }) => conditionWords(rejects, labelOf)}
    />
  );
}

interface FeaturesProps extends Pick<Declaration, 'features'> {
  readonly labelOf: (column: string) => string;
}

function Features({ features, labelOf }: FeaturesProps) {
  const texts = t().declaration;
  return (
    <Named
      name="features"
      label={texts.features}
      titles={[texts.feature, texts.is]}
      rows={features}
      words={(feature) => featureWords(feature, labelOf)}
    />
  );
}

interface NamedProps<Row> {
  readonly name: string;
  readonly label: string;
  /** Of the names, and of what is said of them. */
  readonly titles: readonly [string, string];
  readonly rows: readonly Row[];
  readonly words: (row: Row) => string;
}

/** What is declared under a name, and what it is in words. */
function Named<Row extends { readonly name: string }>({ titles, words, ...props }: NamedProps<Row>) {
  const [title, said] = titles;
  return (
    <Table
      {...props}
      columns={[
        { key: 'name', title, value: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
        { key: 'words', title: said, value: words },
      ]}
      rowKey={({ name }) => name}
    />
  );
}

/** A prediction, for a terminal. A quote ends what is between quotes there. */
const askFor = ({ name, example }: Declaration): string =>
  `curl ${location.origin}/services/predict-${name}/predict -H 'content-type: application/json' \\\n  -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`;
