import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { EngineProcess, temporaryFolder } from './engineProcess.ts';

/** A second engine that poses as AWS: another account and region, reached as AWS is, through a profile. */
export class AwsEngine {
  private constructor(
    readonly engine: EngineProcess,
    /** The folder of the profile's files. */
    readonly folder: string,
    /** What a process's environment says about it. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<AwsEngine> {
    const folder = await temporaryFolder();
    const state = join(folder, 'state');
    await withBucketElsewhere(state);
    const engine = await EngineProcess.start(state, ['--region', 'eu-west-1', '--account', '123456789012']);
    const { endpoint, accessKeyId, secretAccessKey } = engine.announcement;
    const config = join(folder, 'config');
    const credentials = join(folder, 'credentials');
    await writeFile(
      config,
      `[default]\nregion = us-west-2\nendpoint_url = http://127.0.0.1:9\n[profile work]\nregion = eu-west-1\nendpoint_url = ${endpoint}\n`,
    );
    await writeFile(
      credentials,
      `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    return new AwsEngine(engine, folder, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials });
  }

  async remove(): Promise<void> {
    await this.engine.remove();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The account has a bucket of another region, `far-away`: made while the engine was that region. */
async function withBucketElsewhere(state: string): Promise<void> {
  const elsewhere = await EngineProcess.start(state, ['--region', 'us-east-1', '--account', '123456789012']);
  const s3 = new S3Client(elsewhere.clientConfiguration);
  await s3.send(new CreateBucketCommand({ Bucket: 'far-away' }));
  s3.destroy();
  await elsewhere.end();
}
