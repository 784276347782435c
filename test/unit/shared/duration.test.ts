import assert from 'node:assert/strict';
import { formatDuration, formatDurationShortly } from '../../../src/shared/duration.ts';

describe('formatDuration', () => {
  const cases: [number, string][] = [
    [-5, '0.0 s'],
    [430, '0.4 s'],
    [9_960, '10.0 s'],
    [12_400, '12 s'],
    [59_700, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [47 * 3_600_000, '47 h 0 min'],
    [(998 * 60 + 26) * 60_000, '41 d 14 h'],
  ];
  for (const [milliseconds, text] of cases) {
    it(`says ${text}`, () => assert.equal(formatDuration(milliseconds), text));
  }
});

describe('formatDurationShortly', () => {
  const cases: [number, string][] = [
    [-5, '0.0 s'],
    [430, '0.4 s'],
    [12_400, '12 s'],
    [59_700, '1.0 min'],
    [147_000, '2.5 min'],
    [7_800_000, '2.2 h'],
    [(998 * 60 + 26) * 60_000, '41.6 d'],
  ];
  for (const [milliseconds, text] of cases)
    it(`says ${text}`, () => assert.equal(formatDurationShortly(milliseconds), text));
});
