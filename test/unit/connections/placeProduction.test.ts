import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { placeProduction } from '../../../src/connections/placeProduction.ts';
import { usualProductionNames } from '../../../src/connections/production.ts';
import { SdkClients } from '../../../src/sagemaker/clients.ts';
import { asAction } from '../../../src/sagemaker/requests/actionContext.ts';
import type { Asked } from '../../../src/sagemaker/requests/asked.ts';
import { toDisposable } from '../../../src/shared/disposable.ts';
import { useTemporaryFolders } from '../../support/temporaryFolder.ts';

// The server stands for IAM, as it answers ListAccountAliases (IAM API reference).
describe('production by an account’s alias', () => {
  const folders = useTemporaryFolders();
  let server: Server;
  let alias: string | undefined;
  let asked: number;
  /** How the service refuses, where there is no alias. */
  let refusal: { readonly status: number; readonly code: string };
  /** What the answers wait for. */
  let gate: Promise<void>;
  let clients: SdkClients;
  let env: Record<string, string>;

  beforeEach(async () => {
    asked = 0;
    refusal = { status: 403, code: 'AccessDenied' };
    gate = Promise.resolve();
    server = createServer((request, response) => {
      asked++;
      request.resume();
      void gate.then(() => answer(response));
    });
    const answer = (response: ServerResponse): void => {
      response.setHeader('content-type', 'text/xml');
      if (alias !== undefined)
        return void response.end(
          `<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><IsTruncated>false</IsTruncated><AccountAliases><member>${alias}</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>`,
        );
      response.statusCode = refusal.status;
      response.end(
        `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>not now</Message></Error></ErrorResponse>`,
      );
    };
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    clients = new SdkClients({
      id: 'aws:123456789012:eu-west-1',
      kind: 'aws',
      label: 'work',
      accountId: '123456789012',
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIALOCALTEST0000000', secretAccessKey: 'secret' },
    });
    const folder = await folders();
    env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    await writeFile(
      join(folder, 'config'),
      '[profile work]\n[profile prod]\n[profile marked]\nsagemaker_workbench_production = true\n[profile prod-copy]\nsagemaker_workbench_production = false\n',
    );
  });
  afterEach(() => {
    clients.dispose();
    server.closeAllConnections();
    server.close();
  });

  const look = (profile: string, more: { patterns?: readonly string[]; patience?: number } = {}) =>
    placeProduction(
      { kind: 'profile', profile },
      { clients },
      { env, patterns: usualProductionNames, patience: 10_000, ...more },
    );
  const reason = async (profile: string, patterns: readonly string[] = usualProductionNames) => {
    const production = await look(profile, { patterns });
    assert.notEqual(production?.isCertain, false);
    return production?.reason;
  };

  it('is found with one request for an account, whatever regions it is worked in', async () => {
    alias = 'acme-production';
    assert.match((await reason('work')) ?? '', /the account acme-production is named like production/);
    assert.match((await reason('work')) ?? '', /acme-production/);
    const elsewhere = new SdkClients({ ...clients.connection, region: 'us-east-1' });
    const place = { env, patterns: usualProductionNames };
    const choice = { kind: 'profile', profile: 'work', region: 'us-east-1' } as const;
    assert.match((await placeProduction(choice, { clients: elsewhere }, place))?.reason ?? '', /acme-production/);
    elsewhere.dispose();
    assert.equal(asked, 1);
    assert.equal(await reason('work', ['only-this']), undefined);
  });

  it('is not asked for where the profile says it all', async () => {
    alias = 'acme-production';
    assert.match((await reason('prod')) ?? '', /the profile prod is named/);
    assert.match((await reason('marked')) ?? '', /the profile marked is marked/);
    assert.equal(await reason('prod-copy'), undefined);
    assert.equal(asked, 0);
  });

  it('goes by the profile alone where the alias may not be read', async () => {
    alias = undefined;
    assert.equal(await reason('work'), undefined);
    const before = asked;
    assert.equal(await reason('work'), undefined);
    assert.deepEqual([before, asked], [1, 1], 'a refusal is not asked for again');
  });

  it('may be production as long as it is not told, and is known once an answer came, however late', async () => {
    alias = 'acme-production';
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const unknown = { reason: 'IAM did not tell what the account 123456789012 is called', isCertain: false };
    assert.deepEqual(await look('work', { patience: 50 }), unknown);
    assert.equal(await reason('prod-copy'), undefined, 'a profile that says that it is none is believed');
    open();
    assert.match((await reason('work')) ?? '', /acme-production/);
    assert.equal(asked, 1);
  });

  it('is waited for in silence: what a question shows when it is late is the question', async function () {
    this.timeout(10_000);
    alias = 'acme-production';
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const shown: string[] = [];
    const slow = {
      show: ({ operation }: Asked) => {
        shown.push(operation);
        return toDisposable(() => undefined);
      },
    };
    assert.equal((await asAction(slow, () => look('work', { patience: 3_000 })))?.isCertain, false);
    open();
    assert.match((await reason('work')) ?? '', /acme-production/);
    assert.deepEqual(shown, []);
  });

  it('may be production where IAM fails or has too much to do, and is asked for again', async () => {
    alias = undefined;
    for (refusal of [
      { status: 500, code: 'ServiceFailure' },
      { status: 400, code: 'Throttling' },
    ])
      assert.equal((await look('work'))?.isCertain, false, refusal.code);
    alias = 'acme';
    assert.equal(await look('work'), undefined);
  });

  it('is none where another server answers that knows no aliases', async () => {
    alias = undefined;
    refusal = { status: 400, code: 'InvalidAction' };
    assert.equal(await look('work'), undefined);
  });

  it('counts for the profile that the environment names', async () => {
    alias = 'acme';
    const environment = { env: { ...env, AWS_PROFILE: 'prod' }, patterns: usualProductionNames };
    assert.match(
      (await placeProduction({ kind: 'environment' }, undefined, environment))?.reason ?? '',
      /prod is named/,
    );
  });
});
