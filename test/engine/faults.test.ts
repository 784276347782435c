import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import type { ResourceListModel } from '../../src/sagemaker/resources/resourceListModel.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { messageOf } from '../../src/shared/errors.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { fastClock } from '../support/fastClock.ts';
import { broken, expired, FaultProxy, throttled, type Fault } from '../support/faultProxy.ts';
import { makeModels } from '../support/manyModels.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const models = 12;
const patience = 20_000;

describe('what networks and services do to requests', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let proxy: FaultProxy;
  let session: Session;
  let list: ResourceListModel;
  const logged: string[] = [];
  const sources: AwsSessionModel[] = [];

  before(async () => {
    aws = await AwsEngine.start();
    await makeModels(aws.engine, models);
  });
  after(() => aws.remove());
  beforeEach(async () => {
    proxy = await FaultProxy.start(aws.engine);
    logged.length = 0;
    // A minute between two looks is two seconds here.
    session = new Session(proxy.connection, fastClock(30), (line) => logged.push(line), await folders());
    list = session.lists.of('model');
  });
  afterEach(async () => {
    session.dispose();
    sources.splice(0).forEach((source) => source.dispose());
    await proxy.close();
  });

  const shown = (within = patience) =>
    waitFor('all models', () => (list.entries.length === models ? true : undefined), within);
  const fresh = () => waitFor('a good answer', () => (list.isStale ? undefined : true), patience);
  const stale = () => waitFor('the mark', () => (list.isStale ? true : undefined), patience);

  const passing: readonly [what: string, fault: Fault][] = [
    ['a service that is asked too much', throttled],
    ['an error of the service', broken],
    ['a connection that is cut', { kind: 'cut', after: 'request' }],
    ['an answer that is cut', { kind: 'cut', after: 'half the answer' }],
    ['a network that answers instead', { kind: 'not JSON' }],
  ];
  for (const [what, fault] of passing) {
    it(`${what} makes a list stale, not empty, and it goes on by itself`, async () => {
      list.setVisible(true);
      await shown();
      const { asOf = NaN } = list;
      proxy.always(fault);
      await stale();
      assert.equal(list.entries.length, models, 'the last data stay');
      const age = list.asOf ?? NaN;
      assert.ok(age >= asOf);
      assert.ok(list.error instanceof Error);
      await new Promise((next) => setTimeout(next, 3000));
      assert.equal(list.asOf, age, 'and are as old as they are');
      assert.ok(logged.length >= 1 && logged.length <= 2, logged.join('\n'));
      for (const line of logged) assert.ok(line.startsWith(`[${session.connection.id}] `), line);
      proxy.heal();
      await fresh();
      assert.equal(list.error, undefined);
      assert.equal(list.entries.length, models);
    });
  }

  it('is asked less and less while it does not answer', async () => {
    proxy.always(throttled);
    list.setVisible(true);
    await stale();
    const before = proxy.passed.length;
    await new Promise((next) => setTimeout(next, 10_000)); // five minutes of this clock
    const meanwhile = proxy.passed.length - before;
    // At most every two minutes, four attempts each time.
    assert.ok(meanwhile <= 4 * 4, `${meanwhile} requests`);
    assert.equal(list.isLoaded, false, 'nothing is known, so nothing is said');
    proxy.heal();
    await list.refreshed();
    assert.equal(list.entries.length, models, 'a person does not wait for the next time');
  });

  it('shows what a slow service knows, however late, and does not ask twice', async () => {
    proxy.always({ kind: 'wait', milliseconds: 1500 });
    list.setVisible(true);
    await shown();
    const lists = proxy.passed.filter(({ operation }) => operation === 'ListModels');
    assert.equal(lists.length, 1);
  });

  it('does not wait for ever for a service that says nothing', async () => {
    proxy.times(1, { kind: 'silence' });
    const began = Date.now();
    list.setVisible(true);
    await shown(45_000);
    const took = Date.now() - began;
    assert.ok(took > 15_000 && took < 40_000, `${took} ms`);
  });

  it('signs by the service’s clock where its own is wrong', async () => {
    proxy.always({ kind: 'skew', milliseconds: 3 * 3_600_000 });
    list.setVisible(true);
    await shown();
    assert.equal(list.isStale, false);
    assert.deepEqual(logged, []);
  });

  it('is not misled by pages that are part of a page, or empty', async () => {
    proxy.always({ kind: 'partial pages', size: 5 });
    list.setVisible(true);
    await waitFor('the first', () => (list.isLoaded ? true : undefined));
    assert.equal(list.entries.length, 5);
    assert.ok(list.hasMore, 'and it is said that there are more');
    await list.loadMore();
    await list.loadMore();
    assert.equal(list.entries.length, models);
    assert.equal(list.hasMore, false);
    await list.refreshed();
    assert.equal(list.entries.length, models, 'nothing goes because a page is short');
    assert.equal(list.isStale, false);
  });

  it('loads the next page in spite of a failure, when it is asked for again', async () => {
    proxy.always({ kind: 'partial pages', size: 5 });
    list.setVisible(true);
    await waitFor('the first', () => (list.isLoaded ? true : undefined));
    list.setVisible(false);
    proxy.always(broken);
    await assert.rejects(list.loadMore(), /internal error/);
    assert.ok(list.hasMore);
    proxy.always({ kind: 'partial pages', size: 5 });
    await list.loadMore();
    assert.equal(list.entries.length, 10);
  });

  it('tells a person what the service said to what he did, and did it once', async () => {
    proxy.times(2, throttled, 'DeleteModel');
    await makeModels(aws.engine, 1, 'gone');
    await kindOf('model').remove?.(session.clients, 'gone-0');
    assert.equal(proxy.passed.filter(({ operation }) => operation === 'DeleteModel').length, 3);
    await assert.rejects(kindOf('model').describe(session.clients, 'gone-0'), /Could not find model/);
    proxy.always({ kind: 'refuse', status: 400, name: 'AccessDeniedException', message: 'is not authorized' });
    await assert.rejects(kindOf('model').describe(session.clients, 'model-1'), /is not authorized/);
  });

  it('shows lists whose descriptions nobody may read, without asking for them again and again', async () => {
    const denied: Fault = { kind: 'refuse', status: 400, name: 'AccessDeniedException', message: 'not authorized' };
    proxy.fault = ({ operation }) => (operation.startsWith('Describe') ? denied : undefined);
    list.setVisible(true);
    await shown();
    await new Promise((next) => setTimeout(next, 5000));
    assert.equal(list.isStale, false);
    assert.equal(proxy.passed.filter(({ operation }) => operation === 'DescribeModel').length, models);
  });

  /** The same connection as a person opens it: through a profile. */
  async function open(region = 'eu-west-1'): Promise<AwsSessionModel> {
    const folder = await folders();
    const { accessKeyId, secretAccessKey } = aws.engine.announcement;
    const config = join(folder, 'config');
    await writeFile(
      config,
      `[profile work]\nregion = ${region}\nendpoint_url = ${proxy.endpoint}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const source = new AwsSessionModel(
      { kind: 'profile', profile: 'work' },
      {
        env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') },
        askMfaCode: async () => undefined,
        clock: systemClock,
        log: (line) => logged.push(line),
        storageFolder: folder,
      },
    );
    sources.push(source);
    return source;
  }

  it('says so where a token has expired, shows nothing new as if it were, and opens again when it is good', async () => {
    const source = await open();
    const failures: unknown[] = [];
    source.onDidFail((error) => failures.push(error));
    const first = await source.connect();
    first.lists.of('model').setVisible(true);
    await waitFor('the models', () => (first.lists.of('model').entries.length === models ? true : undefined));
    proxy.always(expired);
    await first.lists.of('model').refreshed();
    await waitFor('the end of the session', () => (source.current === undefined ? true : undefined));
    assert.match(
      messageOf(failures[0]),
      /^The credentials of the profile work have expired; renew them and try again\./,
    );
    assert.equal(first.lists.of('model').entries.length, models, 'what was shown can still be shown');
    proxy.heal();
    const again = await source.connect();
    again.lists.of('model').setVisible(true);
    await waitFor('the models', () => (again.lists.of('model').entries.length === models ? true : undefined));
  });

  it('says in one sentence where an endpoint is not of the region', async () => {
    const source = await open('us-west-2');
    await assert.rejects(
      source.connect().then(async ({ lists }) => {
        lists.of('model').setVisible(true);
        await lists.of('model').refreshed();
        assert.equal(lists.of('model').isLoaded, false);
        throw lists.of('model').error;
      }),
      (error: unknown) => {
        assert.match(messageOf(error), /^[^\n]*(region|eu-west-1|credentials)[^\n]*$/);
        return true;
      },
    );
  });
});
