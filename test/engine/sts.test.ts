import assert from 'node:assert/strict';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { startTestServer, testAccount, testCredentials } from '../support/engineServer.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

describe("the engine's STS", () => {
  const folders = useTemporaryFolders();

  it('says who the caller is, and what it does not do', async () => {
    const server = await startTestServer(await folders());
    const sts = new STSClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: testCredentials });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    assert.deepEqual([identity.Account, identity.Arn], [testAccount, `arn:aws:iam::${testAccount}:user/local`]);
    await assert.rejects(sts.send(new GetSessionTokenCommand({})), { name: 'InvalidAction' });
    sts.destroy();
    await server.close();
  });
});
