import assert from 'node:assert/strict';
import { rankedJobs, type TunedJobEntry } from '../../../src/sagemaker/tunedJobsModel.ts';

describe("the order of a tuning job's training jobs", () => {
  const job = (name: string, created: number, value?: number, status = 'Completed'): TunedJobEntry => ({
    name,
    arn: name,
    status,
    secondaryStatus: status,
    created,
    tuned: {},
    ...(value !== undefined && { metric: { name: 'validation:rmse', value } }),
  });
  const jobs = [
    job('failed', 1, undefined, 'Failed'),
    job('worse', 2, 5),
    job('first', 3, 4),
    job('second', 4, 4),
    job('third', 5, 4),
    job('running', 6, 9, 'InProgress'),
    job('newest', 7, undefined, 'InProgress'),
    job('failed too', 8, undefined, 'Failed'),
  ];
  const names = (...rest: [Parameters<typeof rankedJobs>[1]?]) => rankedJobs(jobs, ...rest).map(({ name }) => name);

  it('has the oldest first of those that are equally good', () => {
    const ended = ['first', 'second', 'third', 'worse', 'failed too', 'failed'];
    assert.deepEqual(names(), ['newest', 'running', ...ended]);
  });

  it('has first what the tuning job calls its best', () => {
    const best = { jobName: 'second', metric: 'validation:rmse', value: 4 };
    assert.deepEqual(names({ best }).slice(2, 6), ['second', 'first', 'third', 'worse']);
    assert.deepEqual(names({ best, maximizes: true }).slice(2, 6), ['worse', 'second', 'first', 'third']);
  });
});
