/** GET /api/models/<dataset>/timeline: what was in production when, by whom, and why. */
import { auditRows } from '../../../shared/access/audit.ts';
import type { AuditRow } from '../../../shared/access/chain.ts';
import type { ProductionMoment, ProductionTimeline } from '../../../shared/api/versions.ts';
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import { type HistoryLine, productionHistory } from '../../../shared/tracking/history.ts';
import { onWire } from '../on-wire.ts';
import { knownDataset, limitOf, partsAfter } from '../path.ts';
import { told } from '../viewing.ts';

export async function timeline(request: HttpRequest): Promise<Answer> {
  const { name: dataset } = knownDataset(partsAfter(request, '/api/models/', 2)[0]);
  const limit = limitOf(request, 100);
  return await told(async (sql) => {
    const lines = await productionHistory(sql, dataset, limit);
    const asked = await auditRows(sql, { dataset, action: 'version.requested' }, { limit: 1000 });
    return { dataset, moments: momentsOf(lines, asked) } satisfies ProductionTimeline;
  });
}

/** @param lines and asked the newest first */
export function momentsOf(lines: readonly HistoryLine[], asked: readonly AuditRow[]): ProductionMoment[] {
  return lines.map((line, index) => {
    const before = lines.slice(index + 1).find(({ version }) => version === line.version)?.at;
    const ask = asked.find((row) => isFor(row, line, before));
    return { ...onWire(line), by: ask ? authorOf(ask) : null, because: ask?.reason ?? null };
  });
}

/** On a platform that is open it is whoever the request named. */
const authorOf = ({ details, name }: AuditRow): string =>
  typeof details.by === 'string' ? details.by : name;

/** It was asked for after what happened to the version before, and it ends by saying so (see rollout). */
function isFor({ target, at, reason }: AuditRow, line: HistoryLine, before: Date | undefined): boolean {
  const moment = Date.parse(at);
  return (
    target === String(line.version) &&
    moment <= line.at.getTime() &&
    moment > (before?.getTime() ?? 0) &&
    line.reason.startsWith(`${reason} (asked for by `)
  );
}
