/** Who may do what: the table by which the platform itself decides. */

import { ROLES } from '../../../../../shared/access/roles.ts';
import type { Me } from '../../../../../shared/api/access.ts';
import { NEEDS } from '../../../../../shared/runtime/access/needs.ts';
import { t } from '../../texts/texts.ts';
import { type Column, Table } from '../../ui/table.tsx';

interface Right {
  readonly to: string;
  readonly roles: readonly string[] | 'anybody' | 'platform';
}

/** What nobody is asked who it is for, and what only the platform does, is no right of a role. */
const RIGHTS: readonly Right[] = Object.values(NEEDS).filter(({ roles }) => typeof roles !== 'string');

export const Rights = ({ me }: { readonly me: Me }) => (
  <section class="part">
    <h2>{t().access.who}</h2>
    <Table name="rights" label={t().access.who} columns={columns(me)} rows={RIGHTS} rowKey={({ to }) => to} />
  </section>
);

function columns({ roles: own }: Me): readonly Column<Right>[] {
  const texts = t().access;
  const has: readonly string[] = own;
  return [
    { key: 'to', title: texts.action, value: ({ to }) => to },
    ...Object.keys(ROLES).map(
      (role): Column<Right> => ({
        key: role,
        title: has.includes(role) ? `${role} •` : role,
        value: ({ roles }) => (roles.includes(role) ? texts.may : ''),
        cell: ({ roles }) => <Mark isThere={roles.includes(role)} />,
      }),
    ),
  ];
}

const Mark = ({ isThere }: { readonly isThere: boolean }) => (
  <span class={isThere ? 'yes' : 'pale'}>
    <span aria-hidden="true">{isThere ? '✓' : '·'}</span>
    <span class="unseen">{isThere ? t().access.may : t().access.mayNot}</span>
  </span>
);
