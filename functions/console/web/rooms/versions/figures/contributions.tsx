/** What answers are made of: how far each feature moves them, over many rows. */
import type { CardFigures } from '../../../../../../shared/api/card.ts';
import { Spread } from '../../../charts/spread.tsx';
import { t } from '../../../texts/texts.ts';
import { amount, number, percent } from '../../../ui/format.ts';
import { type Column, Table } from '../../../ui/table.tsx';

type Importance = NonNullable<CardFigures['importance']>;
type Feature = Importance['features'][number];

export interface ContributionsProps {
  readonly importance: Importance;
  /** Of the answer; null where it has none, as with classes. */
  readonly unit: string | null;
}

const MOST = 15;

export function Contributions({ importance: { rows, base, features }, unit }: ContributionsProps) {
  const texts = t().figures;
  const shown = features.slice(0, MOST);
  const isOne = base.length === 1;
  return (
    <section class="panel">
      <h2>{texts.matters}</h2>
      <p class="pale">
        {texts.mattersText(number(rows))} {isOne && texts.mattersRange}
      </p>
      <Table
        name="features"
        label={texts.matters}
        columns={columns(shown, isOne, unit)}
        rows={shown}
        rowKey={({ name }) => name}
      />
    </section>
  );
}

/** @param isOne whether the answer is one number: of classes each has a range, and the mean says enough */
function columns(shown: readonly Feature[], isOne: boolean, unit: string | null): readonly Column<Feature>[] {
  const texts = t().figures;
  const told = (value: number): string => (isOne ? amount(value, unit) : percent(value, 2));
  const own: readonly Column<Feature>[] = [
    { key: 'name', title: texts.feature, value: ({ name }) => name },
    {
      key: 'size',
      title: texts.size,
      value: ({ inUnit }) => inUnit,
      cell: ({ inUnit }) => told(inUnit),
      isNumeric: true,
    },
  ];
  if (!isOne) return own;
  const reach = Math.max(...shown.flatMap((one) => quantilesOf(one).map(Math.abs)), Number.MIN_VALUE);
  return [
    ...own,
    {
      key: 'range',
      title: texts.range,
      isUnsorted: true,
      value: (one) => quantilesOf(one).map(told).join(' … '),
      cell: (one) => {
        const quantiles = quantilesOf(one);
        if (quantiles.length === 0) return '–';
        return <Spread label={texts.quantiles(quantiles.map(told))} quantiles={quantiles} reach={reach} />;
      },
    },
    { key: 'direction', title: texts.direction, isMinor: true, value: directionOf },
  ];
}

const quantilesOf = ({ summary }: Feature): readonly number[] => summary?.[0]?.quantiles ?? [];

/** Spearman's correlation from which a direction is told. */
const CLEAR = 0.5;

function directionOf({ summary }: Feature): string {
  const direction = summary?.[0]?.direction ?? 0;
  if (direction > CLEAR) return t().figures.rises;
  return direction < -CLEAR ? t().figures.falls : '';
}
