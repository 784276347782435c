import assert from 'node:assert/strict';
import type { TrainingJobRecord } from '../../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { statusOf } from '../../../../../../src/engine/services/sagemaker/tuning/tuningJobDescription.ts';
import type { TrialRecord } from '../../../../../../src/engine/services/sagemaker/tuning/tuningJobRecord.ts';

describe("the status of a tuning job's training job", () => {
  const trial: TrialRecord = {
    trainingJobName: 'one',
    trainingJobArn: 'arn:one',
    definition: 0,
    values: {},
    creationTime: 0,
  };
  const seen = (status: TrainingJobRecord['status']) =>
    statusOf(trial, new Map([['one', { status } as TrainingJobRecord]]));

  it('never goes back: what was stopped is Stopping until its objective is evaluated, what ended by itself InProgress', () => {
    const stopped = [seen('InProgress'), seen('Stopping'), seen('Stopped')];
    assert.deepEqual(stopped, ['InProgress', 'Stopping', 'Stopping']);
    assert.equal(statusOf({ ...trial, end: { status: 'Stopped' } }), 'Stopped');
    assert.equal(seen('Completed'), 'InProgress');
  });
});
