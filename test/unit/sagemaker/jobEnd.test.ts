import assert from 'node:assert/strict';
import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { jobStatus } from '../../../src/sagemaker/trainingJobMessages.ts';
import { endOf } from '../../../src/sagemaker/trainingJobs.ts';

const at = (seconds: number): Date => new Date(seconds * 1000);

/** As the service describes a job that it refused before any training. */
const refused: DescribeTrainingJobResponse = {
  TrainingJobName: 'refused',
  TrainingJobArn: '',
  ModelArtifacts: undefined,
  StoppingCondition: {},
  TrainingJobStatus: 'Failed',
  SecondaryStatus: 'Failed',
  CreationTime: at(10),
  LastModifiedTime: at(99),
  SecondaryStatusTransitions: [
    { Status: 'Starting', StartTime: at(10), EndTime: at(12) },
    { Status: 'Failed', StartTime: at(12), EndTime: at(13) },
  ],
};

describe('when a job ended', () => {
  it('is told of one that ended before its training began, in the panel and in the list', () => {
    assert.equal(endOf(refused), 13_000);
    assert.equal(jobStatus(refused, 1e9).ended, 13_000);
    assert.equal(endOf({ TrainingJobStatus: 'Stopped', LastModifiedTime: at(20) }), 20_000);
  });

  it('still says what was not honoured, once', () => {
    const training = 'Training in progress (python runner); not honoured here: VpcConfig, OutputDataConfig.KmsKeyId.';
    const begun = { Status: 'Training' as const, StartTime: at(12), StatusMessage: training };
    const ended = { Status: 'Completed' as const, StartTime: at(13), StatusMessage: 'Training job completed' };
    const of = (...transitions: DescribeTrainingJobResponse['SecondaryStatusTransitions'] & object) =>
      jobStatus({ ...refused, SecondaryStatusTransitions: transitions }, 1e9).notHonoured;
    assert.equal(of(begun, ended), 'VpcConfig, OutputDataConfig.KmsKeyId');
    assert.equal(of(begun), undefined, 'the message of the moment says it');
    assert.equal(of(ended), undefined);
  });

  it('is the end of the training where there was one, and unknown while it runs', () => {
    assert.equal(endOf({ ...refused, TrainingEndTime: at(11) }), 11_000);
    const running = { ...refused, TrainingJobStatus: 'InProgress' as const };
    assert.equal(endOf(running), undefined);
    assert.equal('ended' in jobStatus(running, 1e9), false);
  });
});
