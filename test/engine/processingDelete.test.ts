import assert from 'node:assert/strict';
import {
  CreateProcessingJobCommand,
  DeleteProcessingJobCommand,
  DescribeProcessingJobCommand,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { useProcessingJobs } from '../support/engineFixture.ts';
import type { ProcessingJobs } from '../support/processingJobs.ts';
import { waitFor } from '../support/waitFor.ts';

describe('DeleteProcessingJob', function () {
  this.timeout(60_000);
  let jobs: ProcessingJobs;
  useProcessingJobs((given) => ({ jobs } = given));

  const statusOf = async (name: string): Promise<string> =>
    (await jobs.client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }))).ProcessingJobStatus ?? '';
  const remove = (name: string) => jobs.client.send(new DeleteProcessingJobCommand({ ProcessingJobName: name }));

  it('refuses a job that runs, forgets one that has ended, and lets its name be used again', async () => {
    await jobs.put('code/long/job.py', 'import time\nwhile True:\n    time.sleep(0.1)\n');
    const request = jobs.request('long');
    await jobs.client.send(new CreateProcessingJobCommand(request));
    await assert.rejects(remove('long'), { name: 'ResourceInUse', message: /is in status InProgress/ });
    await jobs.client.send(new StopProcessingJobCommand({ ProcessingJobName: 'long' }));
    await waitFor('its end', async () => ((await statusOf('long')) === 'Stopped' ? true : undefined));
    await remove('long');
    await assert.rejects(statusOf('long'), { name: 'ValidationException', message: /Could not find requested job/ });
    await assert.rejects(remove('long'), { name: 'ResourceNotFound' });
    await jobs.client.send(new CreateProcessingJobCommand(request));
    assert.equal(await statusOf('long'), 'InProgress');
    await jobs.client.send(new StopProcessingJobCommand({ ProcessingJobName: 'long' }));
  });
});
