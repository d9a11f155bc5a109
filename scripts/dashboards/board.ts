/** What all dashboards have alike: variables, links to one another, marks where a model changed, and the grid. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { DATASOURCE, type Panel } from './panel.ts';

export interface BoardDeclaration {
  /** Stable for good: links and bookmarks have it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** From then until now. */
  readonly from: string;
  readonly refresh: string;
  readonly variables: readonly (keyof typeof variables)[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
  /** How many beside one another; default all. */
  readonly columns?: number;
  /** In units of Grafana's grid, of some 30 pixels. */
  readonly height?: number;
}

const TAG = 'marea';
const GRID = 24;

/** Label values of series that are always there, so that a board can be read when nothing runs. */
const variables = {
  namespace: { label: 'Namespace', query: 'label_values(kn_revision_pods_count, k8s_namespace_name)' },
  service: {
    label: 'Service',
    query: 'label_values(kn_revision_pods_count{k8s_namespace_name=~"$namespace"}, kn_service_name)',
  },
  predictor: {
    label: 'Service',
    query:
      'label_values(kn_revision_pods_count{k8s_namespace_name=~"$namespace",kn_service_name=~"predict-.*"}, kn_service_name)',
  },
  revision: {
    label: 'Revision',
    query:
      'label_values(kn_revision_pods_count{k8s_namespace_name=~"$namespace",kn_service_name=~"$service"}, kn_revision_name)',
  },
  dataset: { label: 'Data set', query: 'label_values(marea_dataset_info{namespace=~"$namespace"}, dataset)' },
  slice: {
    label: 'By',
    query: 'label_values(marea_recent_predictions{dataset=~"$dataset"}, slice)',
    one: 'state',
  },
} satisfies Readonly<Record<string, Variable>>;

interface Variable {
  readonly label: string;
  readonly query: string;
  /** Only one value at a time, this one at first; else any number, all at first. */
  readonly one?: string;
}

export function board(declared: BoardDeclaration): dashboard.Dashboard {
  const { uid, title, description, from, refresh, rows } = declared;
  const builder = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .time({ from, to: 'now' })
    .refresh(refresh)
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .links([siblings()])
    .annotation(promotions())
    .variables([datasource(), ...declared.variables.map(variable)]);
  const made = builder.build();
  return {
    ...made,
    panels: laidOut(rows),
    templating: { list: made.templating.list?.map(withoutSteps) ?? [] },
  };
}

/** The builder gives every variable what only those of intervals have. */
function withoutSteps(made: dashboard.VariableModel): dashboard.VariableModel {
  const { auto, auto_min, auto_count, ...variable } = made;
  return variable;
}

function laidOut(rows: readonly Row[]): (dashboard.Panel | dashboard.RowPanel)[] {
  const panels: (dashboard.Panel | dashboard.RowPanel)[] = [];
  let y = 0;
  for (const { title, panels: builders, columns = builders.length, height = 8 } of rows) {
    const id = panels.length + 1;
    const place = { x: 0, y, w: GRID, h: 1 };
    panels.push({ ...new dashboard.RowBuilder(title).id(id).gridPos(place).build(), collapsed: false });
    y += 1;
    builders.forEach((builder, index) => {
      const place = {
        ...columnOf(index % columns, columns),
        y: y + height * Math.floor(index / columns),
        h: height,
      };
      panels.push({ ...builder.build(), id: panels.length + 1, gridPos: place });
    });
    y += height * Math.ceil(builders.length / columns);
  }
  return panels;
}

/** Columns fill the grid, also where their number does not divide it. */
function columnOf(column: number, columns: number): { x: number; w: number } {
  const x = Math.round((GRID * column) / columns);
  return { x, w: Math.round((GRID * (column + 1)) / columns) - x };
}

const siblings = (): dashboard.DashboardLinkBuilder =>
  new dashboard.DashboardLinkBuilder('Marea')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([TAG])
    .icon('dashboard')
    .tooltip('The other dashboards, for the same time')
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true);

/** A vertical line where another model version came into production: most changes of behaviour are that. */
const promotions = (): dashboard.AnnotationQueryBuilder =>
  new dashboard.AnnotationQueryBuilder()
    .name('Models promoted')
    .datasource(DATASOURCE)
    .enable(true)
    .hide(false)
    .iconColor('purple')
    .target(
      new DataqueryBuilder()
        .refId('promotions')
        .expr('changes((max by (dataset) (marea_production_model_version))[2m:30s]) > 0')
        .interval('60s')
        .range(),
    )
    .titleFormat('{{dataset}}: another model version');

const datasource = (): dashboard.DatasourceVariableBuilder =>
  new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');

function variable(kind: keyof typeof variables): dashboard.QueryVariableBuilder {
  const { label, query, one }: Variable = variables[kind];
  const builder = new dashboard.QueryVariableBuilder(kind === 'predictor' ? 'service' : kind)
    .label(label)
    .datasource(DATASOURCE)
    .query({ query, refId: 'values' })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
  if (one) return builder.multi(false).includeAll(false).current({ selected: true, text: one, value: one });
  const all = { selected: true, text: ['All'], value: ['$__all'] };
  return builder.multi(true).includeAll(true).allValue('.*').current(all);
}
