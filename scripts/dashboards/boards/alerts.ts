/** The first figure of every dashboard. */
import { figure, none } from '../panel.ts';

export const alerts = figure({
  title: 'Alerts',
  description:
    'Alerts of Marea that fire now, of all namespaces. Normal: 0. Else: Alerting shows which, and each names the section of the README that says what to do.',
  unit: 'none',
  steps: none,
  queries: [{ expr: 'count(ALERTS{alertname=~"Marea.+",alertstate="firing"}) or vector(0)' }],
});
