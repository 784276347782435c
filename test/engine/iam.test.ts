import assert from 'node:assert/strict';
import {
  GetRoleCommand,
  IAMClient,
  ListRoleTagsCommand,
  ListRolesCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { startTestServer, testAccount, testCredentials, type TestServer } from '../support/engineServer.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

describe("the engine's IAM", () => {
  const folders = useTemporaryFolders();
  let server: TestServer;
  let iam: IAMClient;

  beforeEach(async () => {
    server = await startTestServer(await folders());
    iam = new IAMClient({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: testCredentials,
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    iam.destroy();
    await server.close();
  });

  it('lists its roles page by page, each with its trust policy', async () => {
    const pages = [];
    for await (const { Roles = [] } of paginateListRoles({ client: iam, pageSize: 1 }, {})) pages.push(Roles);
    assert.deepEqual(
      pages.map((roles) => roles.map(({ Arn }) => Arn)),
      [
        [`arn:aws:iam::${testAccount}:role/DeveloperLocal`],
        [`arn:aws:iam::${testAccount}:role/LambdaLocal`],
        [`arn:aws:iam::${testAccount}:role/service-role/SageMakerWorkbenchLocal`],
      ],
    );
    const policies = pages.flat().map(({ AssumeRolePolicyDocument: text = '' }) => decodeURIComponent(text));
    assert.match(policies[0] ?? '', /"AWS":"arn:aws:iam::000000000000:root"/);
    assert.match(policies[1] ?? '', /"lambda\.amazonaws\.com"/);
    assert.match(policies[2] ?? '', /"sagemaker\.amazonaws\.com"/);
    const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/service-role/' }));
    assert.equal(Roles.length, 1);
  });

  it('describes one role, and refuses what it does not have or do', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'SageMakerWorkbenchLocal' }));
    assert.equal(Role?.CreateDate?.toISOString(), '2026-01-01T00:00:00.000Z');
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'nobody' })), { name: 'NoSuchEntityException' });
    await assert.rejects(iam.send(new ListRolesCommand({ MaxItems: 0 })), { name: 'ValidationError' });
    await assert.rejects(iam.send(new ListRoleTagsCommand({ RoleName: 'x' })), { name: 'InvalidAction' });
  });
});
