import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import type { AwsChoice } from '../../src/connections/connectionChoice.ts';
import { setupChecks } from '../../src/connections/setup/setupChecks.ts';
import { SetupModel } from '../../src/connections/setup/setupModel.ts';
import type { CheckResult } from '../../src/connections/setup/setupCheck.ts';
import type { SetupParts } from '../../src/connections/setup/setupParts.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { runTool } from '../../src/shared/node/runTool.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { AwsProxy } from '../support/awsProxy.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const account = '123456789012';
const role = `arn:aws:iam::${account}:role/service-role/SageMakerWorkbenchLocal`;

describe('the checks of the set-up', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let proxy: AwsProxy;
  let folder: string;
  let env: Record<string, string>;
  const opened: AwsSessionModel[] = [];

  before(async () => {
    aws = await AwsEngine.start();
    proxy = await AwsProxy.start(aws.engine.announcement);
  });
  after(async () => {
    await proxy.close();
    await aws.remove();
  });
  beforeEach(async () => {
    folder = await folders();
    const config = join(folder, 'config');
    await writeFile(
      config,
      `[profile work]\nregion = eu-west-1\nendpoint_url = ${proxy.endpoint}\n[profile sso]\nregion = eu-west-1\nsso_session = s\nsso_account_id = ${account}\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n[profile unplugged]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\naws_access_key_id = A\naws_secret_access_key = B\n`,
    );
    env = { ...aws.env, AWS_CONFIG_FILE: config, PATH: process.env['PATH'] ?? '', HOME: folder };
    proxy.behind = 0;
    proxy.answers = () => undefined;
  });
  afterEach(() => opened.splice(0).forEach((model) => model.dispose()));

  async function look(choice: AwsChoice | { kind: 'local' }, more: Partial<SetupParts> = {}) {
    const session =
      choice.kind === 'local'
        ? undefined
        : new AwsSessionModel(choice, {
            env,
            askMfaCode: async () => undefined,
            clock: systemClock,
            log: () => undefined,
          });
    if (session !== undefined) opened.push(session);
    const parts = {
      ...{ place: { choice, sessions: session }, env, clock: systemClock, stateDirectory: join(folder, 'state') },
      ...{
        interpreters: async () => [],
        isTrusted: true,
        hasJupyterExtension: false,
        roleOf: () => undefined,
        run: runTool,
      },
      ...more,
    } as unknown as SetupParts;
    const logged: unknown[] = [];
    const model = new SetupModel(
      () => setupChecks(parts),
      systemClock,
      (_context, error) => void logged.push(error),
    );
    await model.run();
    const row = (label: string): CheckResult => {
      const found = model.rows.find((one) => one.label === label)?.result;
      assert.ok(found, label);
      return found;
    };
    return { row, report: model.report(), logged };
  }

  it('find nothing wrong without AWS', async () => {
    env['AWS_CONFIG_FILE'] = join(folder, 'none');
    env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, 'none');
    const { row, logged } = await look({ kind: 'local' });
    assert.equal(row('Credentials').sentence, 'AWS is not set up; that is fine for local work.');
    for (const label of ['Credentials', 'Identity', 'Clock', 'Region', 'Role', 'Quotas'])
      assert.equal(row(label).state, 'absent', label);
    assert.deepEqual(logged, []);
  });

  it('name the profiles that could be used', async () => {
    const { row } = await look({ kind: 'local' });
    assert.equal(row('Credentials').sentence, 'The local engine is in use; there are 3 AWS profiles to choose.');
  });

  it('say who one is, where, and which role there is', async () => {
    const { row, report } = await look({ kind: 'profile', profile: 'work' });
    assert.equal(row('Credentials').sentence, 'Profile work: keys that do not expire.');
    assert.match(row('Identity').sentence, /^Account 123456789012, as /);
    assert.equal(row('Clock').state, 'good');
    assert.equal(row('Region').sentence, 'SageMaker answers in eu-west-1.');
    assert.match(row('Role').sentence, /^1 role trusts SageMaker/);
    assert.notEqual(row('Quotas').state, 'good', 'the engine has no quotas to tell');
    assert.ok(!report.includes(aws.engine.announcement.secretAccessKey));
  });

  it('tell a clock that is off from credentials that are wrong', async () => {
    proxy.behind = 10 * 60_000;
    const { row } = await look({ kind: 'profile', profile: 'work' });
    assert.equal(row('Clock').state, 'bad');
    assert.match(row('Clock').sentence, /clock is (10 min 0 s|9 min 59 s|10 min 1 s) ahead of that of AWS/);
  });

  it('read the quotas page by page, and say which are zero', async () => {
    const pages = [
      [{ QuotaName: 'ml.m5.large for training job usage', Value: 15 }],
      [
        { QuotaName: 'ml.m5.large for endpoint usage', Value: 4 },
        { QuotaName: 'ml.g4dn.xlarge for training job usage', Value: 0 },
        { QuotaName: 'ml.p5.48xlarge for training job usage', Value: 0 },
      ],
    ];
    proxy.answers = (operation, body) => {
      if (operation !== 'ListServiceQuotas') return undefined;
      const page = Number((JSON.parse(body) as { NextToken?: string }).NextToken ?? 0);
      const NextToken = page + 1 < pages.length ? String(page + 1) : undefined;
      return { type: 'application/x-amz-json-1.1', body: JSON.stringify({ Quotas: pages[page], NextToken }) };
    };
    const { state, sentence, fix } = (await look({ kind: 'profile', profile: 'work' })).row('Quotas');
    assert.equal(state, 'warning');
    assert.equal(
      sentence,
      '15 × training on ml.m5.large, 4 × endpoints on ml.m5.large, 0 × training on ml.g4dn.xlarge (GPU); ask AWS for those that are 0 before you need them.',
    );
    assert.ok(fix?.kind === 'page' && fix.url.startsWith('https://eu-west-1.console.aws.amazon.com/servicequotas/'));
  });

  it('say whether the chosen role is there, and what it may do in S3 as far as IAM tells', async () => {
    const work = { kind: 'profile', profile: 'work' } as const;
    const chosen = (arn: string) => look(work, { roleOf: () => arn });
    assert.match((await chosen(role)).row('Role').sentence, /may take on .*; what it may do in S3 cannot be told/);
    const gone = (await chosen(`arn:aws:iam::${account}:role/gone`)).row('Role');
    assert.equal(gone.state, 'bad');
    assert.match(gone.sentence, /^The role gone is not there any more/);
    let decision = 'implicitDeny';
    proxy.answers = (operation) =>
      operation === 'SimulatePrincipalPolicy'
        ? {
            type: 'text/xml',
            body: `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>${decision}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
          }
        : undefined;
    const denied = (await chosen(role)).row('Role');
    assert.equal(denied.state, 'bad');
    assert.match(denied.sentence, /may not read and write s3:\/\/sagemaker-eu-west-1-123456789012/);
    decision = 'allowed';
    assert.match((await chosen(role)).row('Role').sentence, /may use s3:\/\/sagemaker-eu-west-1-123456789012/);
  });

  it('offer the sign-in that is missing, and leave the rest unasked', async () => {
    const { row } = await look({ kind: 'profile', profile: 'sso' });
    const { state, fix } = row('Credentials');
    assert.equal(state, 'bad');
    assert.deepEqual(fix, {
      kind: 'terminal',
      line: 'aws sso login --profile sso',
      title: 'Type aws sso login in a Terminal',
    });
    assert.equal(row('Role').sentence, 'Not looked at: there is no connection to AWS.');
  });

  it('work without a network', async () => {
    const { row } = await look({ kind: 'profile', profile: 'unplugged' });
    assert.match(row('Credentials').sentence, /AWS cannot be reached at http:\/\/127\.0\.0\.1:9/);
    assert.equal(row('Git').state, 'good');
  });
});
