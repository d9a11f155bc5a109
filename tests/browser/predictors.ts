/** Predictors for the console that is served alone: two versions of a small model, and a Kubernetes API that names them. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { storeBeside } from '../../functions/predict/fixtures/beside.ts';
import { storeModel } from '../../functions/predict/fixtures/models.ts';
import { type TestService, testService } from '../../functions/predict/fixtures/service.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import { functionServer } from '../../shared/runtime/http/server.ts';
import { type ListingServer, revisionOf, serveListing, serviceOf } from '../beds/listing-api.ts';
import { type ServedConsole, serveConsole } from './console-served.ts';

export interface Predictors {
  readonly marea: ServedConsole;
  /** Of the version with most of the traffic. */
  readonly realtor: TestService;
  /** Answers instead of the predictors, until it is undefined again. */
  instead: Answer | undefined;
  stop(): Promise<void>;
}

type Handle = (request: HttpRequest) => Promise<Answer>;

/** Version 7 of realtor has 90 % of the traffic, version 8 the rest; version 7 of diabetes all of its own. */
export async function servePredictors(): Promise<Predictors> {
  const api = await serveListing();
  const handles = new Map<string, Handle>();
  let instead: Answer | undefined;
  const gateway = await listening(async (request) => {
    const host = String(request.headers.host).split('.')[0] ?? '';
    return instead ?? (await handles.get(host)?.(request)) ?? { status: 404 };
  });
  process.env.KUBE_API_URL = api.url;
  process.env.INGRESS_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const marea = await serveConsole();
  const served = async (dataset: 'realtor' | 'diabetes', version: number): Promise<TestService> => {
    const { objects } = marea.services;
    await storeModel(objects, { dataset, version, production: version === 7 });
    await storeBeside(objects, { dataset, version });
    return await testService({ objects, dataset, version });
  };
  const [realtor, canary, diabetes] = [
    await served('realtor', 7),
    await served('realtor', 8),
    await served('diabetes', 7),
  ];
  handles.set('predict-realtor', realtor.handle as Handle);
  handles.set('canary-predict-realtor', canary.handle as Handle);
  handles.set('predict-diabetes', diabetes.handle as Handle);
  announce(api);
  return {
    marea,
    realtor,
    get instead() {
      return instead;
    },
    set instead(answer) {
      instead = answer;
    },
    async stop() {
      api.stop();
      gateway.closeAllConnections();
      gateway.close();
      await marea.stop();
    },
  };
}

function announce(api: ListingServer): void {
  const realtor = serviceOf('predict-realtor', { FUNCTION: 'predict', DATASET: 'realtor' }, [
    { revision: 'r-7', percent: 90, tag: 'stable', url: 'http://predict-realtor.test' },
    { revision: 'r-8', percent: 10, tag: 'canary', url: 'http://canary-predict-realtor.test' },
  ]);
  const diabetes = serviceOf('predict-diabetes', { FUNCTION: 'predict', DATASET: 'diabetes' }, [
    { revision: 'd-7', percent: 100 },
  ]);
  api.services = [realtor, diabetes].map((service) => ({
    ...service,
    status: { ...service.status, url: `http://${service.metadata.name}.test` },
  }));
  api.revisions = [
    revisionOf('r-7', { service: 'predict-realtor', created: '2026-01-01T00:00:00Z', version: 7 }),
    revisionOf('r-8', { service: 'predict-realtor', created: '2026-01-02T00:00:00Z', version: 8 }),
    revisionOf('d-7', { service: 'predict-diabetes', created: '2026-01-01T00:00:00Z', version: 7 }),
  ];
}

function listening(handle: Handle): Promise<Server> {
  const { server } = functionServer(handle);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
