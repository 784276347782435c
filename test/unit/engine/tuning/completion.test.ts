import assert from 'node:assert/strict';
import { completionOf, jobsNotImproving } from '../../../../src/engine/tuning/completion.ts';
import type { Trial } from '../../../../src/engine/tuning/searchStrategy.ts';

const trials = (...objectives: readonly (number | undefined)[]): Trial[] =>
  objectives.map((objective) => ({
    values: {},
    ...(objective === undefined ? { state: 'failed' } : { state: 'finished', objective }),
  }));

describe('completion of a tuning job', () => {
  it('reaches its target, either way', () => {
    const criteria = { targetObjective: 0.5, maxJobs: 10 };
    assert.equal(completionOf(criteria, 'Minimize', trials(0.9, 0.6), 2), undefined);
    assert.equal(completionOf(criteria, 'Minimize', trials(0.9, 0.5), 2), 'TargetObjectiveMetricValue');
    assert.equal(completionOf(criteria, 'Maximize', trials(0.4, NaN, undefined), 2), undefined);
    assert.equal(completionOf(criteria, 'Maximize', trials(0.4, 0.6), 2), 'TargetObjectiveMetricValue');
    assert.equal(completionOf({ targetObjective: 0 }, 'Minimize', trials(0.1), 2), undefined);
  });

  it('counts the jobs since the best one; those without an objective do not count', () => {
    assert.equal(jobsNotImproving(trials(), 'Minimize'), 0);
    assert.equal(jobsNotImproving(trials(3, 2, 2, undefined, 5), 'Minimize'), 2);
    assert.equal(jobsNotImproving(trials(3, 2, 2, undefined, 5), 'Maximize'), 0);
    const criteria = { maxJobsNotImproving: 3 };
    assert.equal(completionOf(criteria, 'Minimize', trials(1, 2, 2), 2), undefined);
    assert.equal(completionOf(criteria, 'Minimize', trials(1, 2, 2, 1), 2), 'MaxNumberOfTrainingJobsNotImproving');
  });

  it('has converged when 15 jobs, or 3 per hyperparameter, improved by less than 1 % in all', () => {
    const criteria = { completeOnConvergence: true };
    const slowly = (jobs: number, gain: number): Trial[] =>
      trials(...Array.from({ length: jobs }, (_, at) => 100 - (gain * at) / jobs));
    assert.equal(completionOf(criteria, 'Minimize', slowly(15, 0.9), 2), undefined);
    assert.equal(completionOf(criteria, 'Minimize', slowly(16, 0.9), 2), 'CompleteOnConvergence');
    assert.equal(completionOf(criteria, 'Minimize', slowly(16, 0.9), 6), undefined);
    assert.equal(completionOf(criteria, 'Minimize', slowly(19, 0.9), 6), 'CompleteOnConvergence');
    assert.equal(completionOf(criteria, 'Minimize', slowly(40, 20), 2), undefined);
    assert.equal(completionOf({ completeOnConvergence: false }, 'Minimize', slowly(40, 0), 2), undefined);
  });

  it('starts no more than it may', () => {
    assert.equal(completionOf({ maxJobs: 3 }, 'Minimize', trials(1, 2), 2), undefined);
    assert.equal(completionOf({ maxJobs: 3 }, 'Minimize', trials(1, undefined, 2), 2), 'MaxNumberOfTrainingJobs');
    assert.equal(completionOf({}, 'Minimize', trials(1, 2, 3), 2), undefined);
  });
});
