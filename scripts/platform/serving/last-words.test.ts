import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

const bundle = `var a=${'function(){return Error("x")},'.repeat(1200)}`;

test('of an error that was not caught the message is told, not the line of the bundle', () => {
  const said = [
    'file:///data/dist/functions/predict.js:1',
    bundle,
    '                    ^',
    '',
    'NoSuchObject: no object s3://models/realtor/7/model.onnx',
    '    at read (file:///data/dist/functions/predict.js:1:20)',
    '',
    'Node.js v20.20.2',
  ];
  expect(lastWords(said)).toBe('NoSuchObject: no object s3://models/realtor/7/model.onnx');
});

test('without an error the last lines are told, at most 1 KB of them', () => {
  expect(lastWords(['one', 'two'])).toBe('one\ntwo');
  const long = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(290)}`);
  expect(lastWords(long).length).toBeLessThanOrEqual(1000);
  expect(lastWords([bundle]).length).toBeLessThanOrEqual(300);
  expect(lastWords([])).toBe('it wrote nothing that tells why');
});
