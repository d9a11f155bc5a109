/** The model card of a version, as promotion stored it: the page for people, the JSON for programs. */
import { pageHeaders } from '../../shared/page/policy.ts';
import { type Answer, HttpError, type HttpRequest, jsonText } from '../../shared/runtime/http/http.ts';
import { NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';
import { FILES, modelAddress, readPointer } from '../../shared/tracking/artifact.ts';

type Form = 'html' | 'json';

/** What can be asked for after /models/<dataset>/<version>/. */
const NAMES: Readonly<Record<string, Form | 'as accepted'>> = {
  card: 'as accepted',
  'card.html': 'html',
  'card.json': 'json',
};

/**
 * @param version a number, or `production`
 * @throws HttpError 404 when there is no such version, or it has no card
 */
export async function modelCard(
  objects: Pick<ObjectStore, 'read'>,
  request: HttpRequest,
  { dataset, version, name }: { readonly dataset: string; readonly version: string; readonly name: string },
): Promise<Answer> {
  const wanted = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  const number = version === 'production' ? await inProduction(objects, dataset) : wholeNumber(version);
  if (!wanted || number === undefined) throw new HttpError(404, `there is nothing at ${request.path}`);
  const form = wanted === 'as accepted' ? accepted(request.headers.accept) : wanted;
  const file = form === 'html' ? FILES.cardPage : FILES.card;
  const text = await read(objects, dataset, number, file);
  const answer = form === 'html' ? pageAnswer(text) : jsonText(text);
  return { ...answer, headers: { ...answer.headers, vary: 'accept' } };
}

const wholeNumber = (version: string): number | undefined =>
  /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;

async function inProduction(objects: Pick<ObjectStore, 'read'>, dataset: string): Promise<number> {
  const pointer = await readPointer(objects, dataset);
  if (!pointer) throw new HttpError(404, `no model of ${dataset} is in production yet`);
  return pointer.version;
}

/** A page, unless JSON is named and HTML is not. */
function accepted(accept: string | undefined): Form {
  return accept?.includes('json') && !accept.includes('html') ? 'json' : 'html';
}

async function read(
  objects: Pick<ObjectStore, 'read'>,
  dataset: string,
  version: number,
  file: string,
): Promise<string> {
  try {
    return (await objects.read(modelAddress(dataset, version, file))).toString('utf8');
  } catch (error) {
    if (error instanceof NoSuchObject)
      throw new HttpError(
        404,
        `version ${version} of ${dataset} has no model card, or there is no such version`,
      );
    throw error;
  }
}

/** It holds text from uploaded data. It needs its own style and nothing else, so nothing else is allowed. */
function pageAnswer(page: string): Answer {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  return {
    status: 200,
    headers: pageHeaders({ styles: [style], shutIn: true }),
    body: page,
  };
}
