import { expect, test } from 'vitest';
import { durationOf, positive } from './settings.ts';

test.each([
  ['90', 90],
  ['90s', 90],
  ['2.5m', 150],
  ['1h', 3600],
  ['500ms', 0.5],
])('--duration %s is %d s', (text, seconds) => {
  expect(durationOf(text)).toBe(seconds);
});

test.each(['', '0', '-5s', '5 min', 'long', '1d'])('--duration "%s" is refused', (text) => {
  expect(() => durationOf(text)).toThrow(`--duration is "${text}", expected for example 90s, 5m or 1h`);
});

test('--rate is a number above 0, --max-errors may be 0', () => {
  expect(positive('rate', '0.5')).toBe(0.5);
  expect(positive('rate', undefined)).toBeUndefined();
  expect(() => positive('rate', '0')).toThrow('--rate is "0", expected a number above 0');
  expect(() => positive('rate', '')).toThrow('expected a number above 0');
  expect(positive('max-errors', '0', true)).toBe(0);
});
