/** A version is wanted in production, or back there: what will change, and why somebody wants it. */
import { useState } from 'preact/hooks';
import type { VersionRequest } from '../../../../../shared/api/changes.ts';
import type { Version } from '../../../../../shared/api/models.ts';
import type { Status, Traffic } from '../../../../../shared/api/status.ts';
import { send } from '../../data/ask.ts';
import { pathOf } from '../../shell/place.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { type Part, PartsBar } from '../../ui/parts-bar.tsx';

export interface PromoteProps extends Pick<Status, 'dataset' | 'production' | 'traffic'> {
  readonly wanted: Version;
  readonly onClose: () => void;
}

/** Whether it was there before, and another came after it. */
export const isBack = ({ version, state }: Version, production: Status['production']): boolean =>
  production !== null && version < production.version && state === 'archived';

export function Promote({ dataset, production, traffic, wanted, onClose }: PromoteProps) {
  const [force, setForce] = useState(false);
  const { version } = wanted;
  const texts = t().versions;
  const back = isBack(wanted, production);
  const confirm = async (reason: string): Promise<void> => {
    const path = pathOf('api', 'models', dataset, version, 'promote');
    const { event } = await send<VersionRequest>('POST', path, { reason, force });
    tell(event === null ? texts.already(version) : texts.asked(version));
  };
  return (
    <ChangeDialog
      title={back ? texts.rollBackTitle(version) : texts.promoteTitle(version)}
      action={back ? texts.rollBack : texts.promote}
      isDangerous={force}
      onConfirm={confirm}
      onClose={onClose}
    >
      {wanted.state === 'rejected' && wanted.reason && (
        <p class="banner">{texts.wasRejected(wanted.reason)}</p>
      )}
      <Changes production={production} traffic={traffic} version={version} />
      <label class="check">
        <input type="checkbox" checked={force} onChange={(e) => setForce(e.currentTarget.checked)} />{' '}
        {texts.atOnce}
      </label>
      <p class={force ? 'banner' : 'pale'}>{force ? texts.atOnceText : texts.gradual}</p>
    </ChangeDialog>
  );
}

interface ChangesProps extends Pick<PromoteProps, 'production' | 'traffic'> {
  readonly version: number;
}

function Changes({ production, traffic, version }: ChangesProps) {
  const texts = t().versions;
  const whole: Part = { name: texts.version(version), value: 100, tone: 'accent' };
  return (
    <section class="changes" aria-label={t().ui.whatChanges}>
      <Facts>
        <Fact name={texts.productionNow}>
          {production ? texts.version(production.version) : <span class="pale">{texts.none}</span>}
        </Fact>
        <Fact name={texts.productionThen}>
          <strong>{texts.version(version)}</strong>
        </Fact>
      </Facts>
      <h3>{texts.trafficNow}</h3>
      {traffic && traffic.length > 0 ? (
        <Shares
          label={texts.trafficNow}
          parts={traffic.map((one, index) => shareOf(one, index, production))}
        />
      ) : (
        <p class="pale">{texts.trafficUnknown}</p>
      )}
      <h3>{texts.trafficThen}</h3>
      <Shares label={texts.trafficThen} parts={[whole]} />
    </section>
  );
}

const Shares = ({ label, parts }: { readonly label: string; readonly parts: readonly Part[] }) => (
  <PartsBar label={label} parts={parts} told={(value) => `${value} %`} isShare />
);

/** A revision that names no version serves the one in production. */
function shareOf(one: Traffic[number], index: number, production: Status['production']): Part {
  const version = one.version ?? production?.version;
  const name = version === undefined ? one.revision : t().versions.version(version);
  return { name, value: one.percent, tone: index === 0 ? 'second' : 'accent' };
}
