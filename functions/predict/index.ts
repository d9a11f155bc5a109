/** Predictions of one data set: loads a model, answers for it, and tells what it answered. */
import { serveRoutes } from '../../shared/runtime/function.ts';
import { routesOf } from './routes.ts';
import type { Service } from './service.ts';
import { startService } from './start.ts';

let service: Service | undefined;
let starting: Promise<Service> | undefined;

/** Also begun by the first request, for a host that knows of no `start`. */
async function start(): Promise<Service> {
  starting ??= startService();
  service = await starting;
  return service;
}

serveRoutes(
  'predict',
  routesOf(() => service ?? start()),
  {
    forPages: true,
    start: async () => void (await start()),
    ready: () => service?.versions.current !== undefined,
    stop: async () => service?.log.close(),
  },
);
