import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    const engine = await EngineProcess.start(undefined, ['--region', 'eu-west-1', '--account', '123456789012']);
    const folder = await temporaryFolder();
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
  }
}
