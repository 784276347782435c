import assert from 'node:assert/strict';
import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { columnsChange } from '../../src/jobs/predictions/columnsChange.ts';
import { trainedColumns } from '../../src/jobs/predictions/trainedColumns.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { useSession } from '../support/engineFixture.ts';
import { bucket, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';

describe('an endpoint whose model is swapped', function () {
  this.timeout(60_000);
  let session: Session;
  let jobs: TransformJobs;
  useSession(async (given) => {
    ({ session } = given);
    jobs = new TransformJobs(given.engine, { runner: 'in-process' });
    await jobs.model('narrow');
    const table = Array.from({ length: 200 }, (_, row) => `${row % 7},${row % 5},${row % 3},${row % 2},${row}\n`);
    await jobs.put('wide/train.csv', table.join(''));
    const { InputDataConfig: [train] = [], ...request } = xgboostRequest('wide');
    assert.ok(train);
    const S3Uri = `s3://${bucket}/wide/`;
    const DataSource = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } } as const;
    await given.client.send(new CreateTrainingJobCommand({ ...request, InputDataConfig: [{ ...train, DataSource }] }));
    await waitForStatus(given.client, 'wide', 'Completed');
  });
  after(() => jobs.close());

  const columns = (kind: 'model' | 'trainingJob', name: string) => trainedColumns(session.clients, { kind, name });

  it('is said to want other rows where both models are known to take different ones', async () => {
    const [narrow, same, wide] = [
      await columns('model', 'narrow'),
      await columns('trainingJob', 'narrow'),
      await columns('trainingJob', 'wide'),
    ];
    assert.equal(
      columnsChange(narrow, wide),
      'The new model was trained on 4 columns, the present one on 2: rows as they are sent now would get wrong answers, or none',
    );
    assert.equal(columnsChange(narrow, same), undefined);
    await jobs.put('elsewhere/model.tar.gz', 'whatever');
    await jobs.createModel('foreign', { ModelDataUrl: `s3://${bucket}/elsewhere/model.tar.gz` });
    assert.equal(columnsChange(narrow, await columns('model', 'foreign')), undefined);
  });
});
