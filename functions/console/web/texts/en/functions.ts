/** What runs. */
export const functions = {
  title: 'Functions',
  untold: 'Nobody can tell what runs',
  untoldText:
    'The console does not run on Knative here, or its API does not answer. On a cluster each function stands here with its revisions and pods.',
  none: 'No function runs for you to see.',
  costs:
    'Cold starts are counted by Prometheus, where that is set up, and the dashboards show them. Processor time is not known here.',
  name: 'Function',
  revision: 'Revision',
  version: 'Version',
  traffic: 'Traffic',
  state: 'State',
  since: 'Since',
  ready: 'ready',
  notReady: 'not ready',
} as const;
