import assert from 'node:assert/strict';
import { closest } from '../../../src/shared/closest.ts';

describe('closest', () => {
  const fields = ['InstanceType', 'InstanceCount', 'VolumeSizeInGB', 'Tags'];
  const cases: [word: string, meant: string | undefined][] = [
    ['InstanceTipe', 'InstanceType'],
    ['instancecount', 'InstanceCount'],
    ['InstnaceType', 'InstanceType'],
    ['VolumeSize', undefined],
    ['Tag', 'Tags'],
    ['Tgas', 'Tags'],
    ['Role', undefined],
    ['', undefined],
  ];
  for (const [word, meant] of cases) {
    it(`${word || 'nothing'} -> ${meant ?? 'no guess'}`, () => assert.equal(closest(word, fields), meant));
  }
});
