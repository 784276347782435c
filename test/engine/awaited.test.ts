import assert from 'node:assert/strict';
import { CreateTrainingJobCommand, DeleteTrainingJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AwaitedModel, type Awaited, type AwaitedEnd } from '../../src/sagemaker/awaited/awaitedModel.ts';
import { awaitedText } from '../../src/sagemaker/awaited/awaitedText.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import type { SessionSource } from '../../src/sagemaker/sessionSource.ts';
import { stopTrainingJob } from '../../src/sagemaker/trainingJobs.ts';
import { Emitter } from '../../src/shared/emitter.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { useSession } from '../support/engineFixture.ts';
import { waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const endless = { num_round: '1000000' };

describe('what a window started', function () {
  this.timeout(60_000);
  let session: Session;
  let client: SageMakerClient;
  let current: Session | undefined;
  const changes = new Emitter<Session | undefined>();
  let leases = 0;
  useSession((given) => {
    ({ session, client } = given);
    current = session;
  });

  const sessions: SessionSource = {
    get current() {
      return current;
    },
    onDidChange: changes.event,
    onDidFail: new Emitter<unknown>().event,
    lostMessage: '',
    hasState: async () => true,
    connect: async () => session,
    keepConnected: () => {
      leases++;
      return { dispose: () => leases-- };
    },
  };
  const job = (name: string): Awaited => ({ sessions, kind: 'trainingJob', name });
  const create = (name: string, hyperparameters: Record<string, string>) =>
    client.send(new CreateTrainingJobCommand(xgboostRequest(name, hyperparameters)));

  let awaited: AwaitedModel<Awaited>;
  let ends: AwaitedEnd<Awaited>[];
  beforeEach(() => {
    ends = [];
    awaited = new AwaitedModel(({ name }) => name, systemClock);
    awaited.onDidEnd((end) => ends.push(end));
  });
  afterEach(() => awaited.dispose());

  it('is told once when it has ended, with what became of it', async () => {
    await create('good', { num_round: '5' });
    await create('stopped', endless);
    for (const name of ['good', 'stopped', 'good']) awaited.follow(job(name));
    assert.equal(awaited.targets.length, 2);
    await waitForStatus(client, 'stopped', 'Training');
    await stopTrainingJob(session.clients, 'stopped');
    await waitFor('both ends', () => (ends.length >= 2 ? true : undefined));
    const texts = ends.map((end) => awaitedText('trainingJob', end.target.name, end)).sort();
    assert.deepEqual(texts, ['Training job good has completed.', 'Training job stopped was stopped.']);
    assert.equal(awaited.targets.length, 0);
    assert.equal(leases, 0);
  });

  it('is waited for while the connection is lost', async () => {
    await create('patient', endless);
    current = undefined;
    awaited.follow(job('patient'));
    assert.equal(leases, 1, 'the connection is wanted');
    await waitForStatus(client, 'patient', 'Training');
    await stopTrainingJob(session.clients, 'patient');
    await waitForStatus(client, 'patient', 'Stopped');
    assert.equal(ends.length, 0);
    current = session;
    changes.fire(session);
    await waitFor('the end', () => ends[0]);
  });

  it('is not told when nobody waits any more, or when it is deleted', async () => {
    await create('quiet', { num_round: '5' });
    awaited.follow(job('quiet'));
    awaited.unfollow(job('quiet'));
    await waitForStatus(client, 'quiet', 'Completed');
    await client.send(new DeleteTrainingJobCommand({ TrainingJobName: 'quiet' }));
    awaited.follow(job('quiet'));
    const missed: string[] = [];
    awaited.onDidMiss(({ name }) => missed.push(name));
    await waitFor('it to be let go', () => (awaited.targets.length === 0 ? true : undefined));
    assert.deepEqual([ends, missed], [[], ['quiet']]);
  });
});
