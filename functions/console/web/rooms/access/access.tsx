/** Who somebody is, which keys there are, and who may do what. */
import type { Me } from '../../../../../shared/api/access.ts';
import { may, useMe } from '../../data/me.ts';
import { t } from '../../texts/texts.ts';
import { Fact, Facts } from '../../ui/fact.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Keys } from './keys.tsx';
import { Rights } from './rights.tsx';

export function Page() {
  const live = useMe();
  return (
    <div class="page">
      <PageHead title={t().access.title} />
      <Shown live={live}>
        {(me) => (
          <>
            <You me={me} />
            {may(me, 'administer') && me.datasets === '*' && <Keys me={me} />}
            <Rights me={me} />
          </>
        )}
      </Shown>
    </div>
  );
}

function You({ me: { subject, name, roles, datasets, open } }: { readonly me: Me }) {
  const texts = t().access;
  return (
    <section class="panel">
      <h2>{texts.you}</h2>
      {open && <p>{texts.openText}</p>}
      <Facts>
        <Fact name={texts.name}>{name}</Fact>
        <Fact name={texts.subject}>
          <code>{subject}</code>
        </Fact>
        <Fact name={texts.roles}>{roles.join(', ')}</Fact>
        <Fact name={texts.forDatasets}>{datasets === '*' ? texts.allDatasets : datasets.join(', ')}</Fact>
      </Facts>
    </section>
  );
}
