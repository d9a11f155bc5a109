import { expect, test } from 'vitest';
import { newTrace, readTrace, traceFrom, traceHeaders } from './trace.ts';

/** The example of the specification: https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers */
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('the example of the specification is read, and passed on as it came', () => {
  const tracestate = 'congo=t61rcWkgMzE,rojo=00f067aa0ba902b7';
  const trace = readTrace({ traceparent, tracestate });
  expect(trace).toEqual({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    sampled: true,
    traceparent,
    tracestate,
  });
  expect(trace && traceHeaders(trace)).toEqual({ traceparent, tracestate });
});

test('not to be sampled stays not to be sampled', () => {
  const not = traceparent.replace(/01$/, '00');
  expect(readTrace({ traceparent: not })).toMatchObject({ sampled: false, traceparent: not });
});

// The specification, 3.2.2 and 3.2.4: of a later version what is known of it is read; flags not known are not passed on.
test.each([
  ['a later version', traceparent.replace(/^00/, 'cc'), true],
  [
    'a later version with more to say',
    `${traceparent.replace(/^00/, 'cc')}-what-the-future-will-be-like`,
    true,
  ],
  ['flags that are not known yet', traceparent.replace(/01$/, 'ff'), true],
  ['version 00 with more to say', `${traceparent}-more`, false],
  ['the version that is none', traceparent.replace(/^00/, 'ff'), false],
  ['a trace id of zeros', traceparent.replace(/4bf9[0-9a-f]{28}/, '0'.repeat(32)), false],
  ['a parent id of zeros', traceparent.replace('00f067aa0ba902b7', '0'.repeat(16)), false],
  ['upper case', traceparent.toUpperCase(), false],
  ['one digit too few', traceparent.replace('4bf9', '4bf'), false],
  ['nothing', '', false],
  ['a line break', `${traceparent}\n`, false],
])('%s', (_, given, isRead) => {
  const trace = readTrace({ traceparent: given });
  expect(trace?.traceparent).toBe(isRead ? traceparent : undefined);
  // Whatever came, there is one to go on with.
  expect(traceFrom({ traceparent: given }).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test('a tracestate that is none is left out, and the trace goes on', () => {
  for (const tracestate of ['a=b\r\nx: y', 'ü=1', 'x'.repeat(513), ''])
    expect(readTrace({ traceparent, tracestate })).toEqual(readTrace({ traceparent }));
});

test('traces that begin are told apart', () => {
  const ids = Array.from({ length: 1000 }, () => newTrace().traceId);
  expect(new Set(ids).size).toBe(1000);
});
