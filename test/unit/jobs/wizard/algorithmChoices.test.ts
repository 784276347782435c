import assert from 'node:assert/strict';
import { localAlgorithms } from '../../../../src/catalog/localAlgorithms.ts';
import { localTitles, runsLocally, trainChoices } from '../../../../src/jobs/wizard/algorithmChoices.ts';

describe('what the Train wizard says to run here', () => {
  it('is every script, and what the engine has a program for', () => {
    const local = trainChoices('algorithm').filter(runsLocally);
    const names = local.filter(({ kind }) => kind === 'algorithm').map(({ name }) => name);
    assert.deepEqual(new Set(names), new Set(Object.keys(localAlgorithms)));
    assert.equal(local.filter(({ kind }) => kind === 'script').length, 4);
    assert.equal(localTitles(), 'built-in XGBoost, Linear Learner, K-Means, PCA and scripts');
  });
});
