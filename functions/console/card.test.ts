/** The model card as people and programs get it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { NoSuchObject } from '../../shared/store/objects.ts';
import { httpRequest } from '../../tests/http-request.ts';
import { modelCard } from './card.ts';

const stored: Readonly<Record<string, string>> = {
  'realtor/3/card.json': '{"format":1}',
  'realtor/3/card.html': '<!doctype html><style>p{}</style><p>a card</p>',
  'realtor/production.json': '{"version":3}',
};
const objects = {
  async read(address: { bucket: 'models' | string; key: string }) {
    const text = address.bucket === 'models' ? stored[address.key] : undefined;
    if (text === undefined) throw new NoSuchObject({ bucket: 'models', key: address.key });
    return Buffer.from(text);
  },
};

const ask = async (version: string, name: string, accept?: string) => {
  const request = httpRequest(
    'GET',
    `/models/realtor/${version}/${name}`,
    accept ? { headers: { accept } } : {},
  );
  const { headers, body } = await modelCard(objects, request, { dataset: 'realtor', version, name });
  return { type: headers?.['content-type']?.split(';')[0], text: String(body), headers };
};

test.each([
  ['card', 'text/html,application/xhtml+xml,*/*', 'text/html'],
  ['card', 'application/json', 'application/json'],
  ['card', '*/*', 'text/html'],
  ['card', undefined, 'text/html'],
  ['card.html', 'application/json', 'text/html'],
  ['card.json', 'text/html', 'application/json'],
])('%s, accepting %s, is %s', async (name, accept, type) => {
  const answer = await ask('3', name, accept);
  expect(answer.type).toBe(type);
  expect(answer.text).toBe(stored[`realtor/3/card.${type === 'text/html' ? 'html' : 'json'}`]);
});

test('the version in production has a name of its own', async () => {
  expect((await ask('production', 'card.json')).text).toBe('{"format":1}');
});

test('a page may use its own style and nothing else', async () => {
  const { headers } = await ask('3', 'card');
  const policy = headers?.['content-security-policy'] ?? '';
  const hash = createHash('sha256').update('p{}').digest('base64');
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'none'", `style-src 'sha256-${hash}'`, 'sandbox']),
  );
  expect(policy).toContain("script-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test.each([
  ['4', 'card'],
  ['0', 'card'],
  ['03', 'card'],
  ['../3', 'card'],
  ['3', 'model.onnx'],
  ['3', 'constructor'],
])('version %s, %s is not there: 404 with a reason', async (version, name) => {
  await expect(ask(version, name)).rejects.toMatchObject({
    status: 404,
    message: expect.stringMatching(/./),
  });
});

test('before the first model there is none in production', async () => {
  const request = httpRequest('GET', '/models/diabetes/production/card');
  const asked = { dataset: 'diabetes', version: 'production', name: 'card' };
  await expect(modelCard(objects, request, asked)).rejects.toMatchObject({
    status: 404,
    message: 'no model of diabetes is in production yet',
  });
});
