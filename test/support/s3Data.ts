import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import { FolderModel } from '../../src/sagemaker/s3/folderModel.ts';
import { walkObjects } from '../../src/sagemaker/s3/objectList.ts';
import { removeBelow } from '../../src/sagemaker/s3/remove.ts';
import { EngineProcess } from './engineProcess.ts';

/** The bucket of a suite, empty before each test, in an engine of its own. */
export class S3Data {
  private constructor(
    readonly engine: EngineProcess,
    readonly clients: SdkClients,
    readonly s3: S3Client,
    readonly bucket: string,
  ) {}

  static async start(bucket: string): Promise<S3Data> {
    return S3Data.in(await EngineProcess.start(), bucket);
  }

  /** Makes the bucket in an engine that runs already. */
  static async in(engine: EngineProcess, bucket: string): Promise<S3Data> {
    const clients = new SdkClients(engine.connection);
    const data = new S3Data(engine, clients, await clients.s3(), bucket);
    await data.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    return data;
  }

  async put(key: string, body: string | Buffer = key, more: Partial<PutObjectCommandInput> = {}): Promise<void> {
    const size = Buffer.byteLength(body);
    await this.s3.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentLength: size, ...more }),
    );
  }

  async get(key: string): Promise<{ readonly content: Buffer; readonly contentType: string | undefined }> {
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    return {
      content: Buffer.from((await answer.Body?.transformToByteArray()) ?? []),
      contentType: answer.ContentType,
    };
  }

  async keys(): Promise<string[]> {
    const found: string[] = [];
    for await (const page of walkObjects(this.clients, { bucket: this.bucket, key: '' }))
      found.push(...page.map(({ key }) => key));
    return found;
  }

  folder(key: string): FolderModel {
    return new FolderModel({ bucket: this.bucket, key }, async () => this.clients);
  }

  async empty(): Promise<void> {
    await removeBelow(this.clients, { bucket: this.bucket, key: '' });
  }

  async remove(): Promise<void> {
    this.clients.dispose();
    await this.engine.remove();
  }
}

/** Gives each test of the calling suite an empty bucket; `data.engine` is the suite's own. */
export function useS3Data(bucket: string, take: (data: S3Data) => void): void {
  let data: S3Data | undefined;
  before(async () => {
    data = await S3Data.start(bucket);
    take(data);
  });
  after(() => data?.remove());
  afterEach(() => data?.empty());
}
