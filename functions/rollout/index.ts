/** A promoted version goes live: a new revision of predict, canary traffic, forward or back. */
import { modelPromoted } from '../../shared/events/types.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { happened } from '../../shared/runtime/tracing/tracing.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { remember } from '../../shared/tracking/versions.ts';
import { type CanaryOptions, rollOut } from './canary.ts';
import { complaintOf } from './complaint.ts';
import { apiOptions, knativeApi } from './kubernetes.ts';
import { rolloutSettings } from './settings.ts';

export const rollout = stage(
  'rollout',
  modelPromoted,
  async ({ version, reason }, { event, sql, dataset, log }) => {
    const name = dataset.name;
    const api = knativeApi(apiOptions(configuration()));
    const service = await api.service(`predict-${name}`);
    if (!service) {
      const why = `${reason}; there is no Service predict-${name}: version ${version} is served by none`;
      await remember(sql, { name, version, event: 'rolled back', reason: why });
      await ended(sql, name, event.subject, 'promoted', why);
      return;
    }
    const steps: { at: Date; step: string }[] = [];
    const options: CanaryOptions = {
      ...rolloutSettings(),
      complaint: (canary) => complaintOf(api, canary, configuration().INGRESS_URL),
      onStep(step) {
        log.info({ version, step }, 'rollout');
        happened(step);
        steps.push({ at: new Date(), step });
      },
    };
    const result = await rollOut(api, service, version, options);
    for (const { at, step } of steps)
      await remember(sql, { name, version, event: 'traffic moved', reason: step, at });
    const outcome = result.forward ? 'rolled out' : 'rolled back';
    await remember(sql, { name, version, event: outcome, reason: result.reason });
    await ended(
      sql,
      name,
      event.subject,
      result.forward ? 'promoted' : 'rolled back',
      `${reason}; ${result.reason}`,
    );
  },
);

serveStages('rollout', rollout);
