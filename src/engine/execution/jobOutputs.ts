import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { joinKey, parseS3Uri } from '../store/s3Uri.ts';
import { JobFailure } from './jobFailure.ts';
import type { JobHost } from './jobHosts.ts';
import { mergeFolders } from './mergeFolders.ts';
import { uploadEntries } from './uploadEntries.ts';
import { packEntries, readFolder, type FolderEntry } from './modelArtifact.ts';

/** What the upload of a job's outputs works with. */
export interface OutputParts {
  readonly objects: ObjectStore;
  /** Of the job alone; archives are made there. */
  readonly workFolder: string;
  /** Lines of the engine's own in the job's log. */
  readonly note: (lines: readonly string[]) => Promise<void>;
}

/** What hosts write to one of these is put together and uploaded under `<S3OutputPath>/<job>/output` (contract, section 1). */
const outputs = {
  model: { folder: 'model', archive: 'model.tar.gz' },
  data: { folder: 'output/data', archive: 'output.tar.gz' },
} as const;

/**
 * Uploads what the hosts of a job left, as archives; with CompressionType NONE, "the model output compression type" (API reference), the
 * model file by file.
 */
export class JobOutputs {
  private readonly bucket: string;
  private readonly key: string;

  constructor(
    private readonly request: TrainingJobRequest,
    private readonly hosts: readonly JobHost[],
    private readonly parts: OutputParts,
  ) {
    const { bucket, key } = parseS3Uri(request.OutputDataConfig.S3OutputPath);
    this.bucket = bucket;
    this.key = joinKey(key, request.TrainingJobName, 'output');
  }

  /**
   * `/opt/ml/model` of all hosts.
   * @param isNeeded - Upload an archive although there is nothing in it: the SDK and an endpoint take for granted that a Completed job
   * has a model, as SageMaker uploads an empty archive.
   * @returns The S3 URI of the artifact; with CompressionType NONE that of its prefix. Undefined when nothing was uploaded.
   */
  async uploadModel(isNeeded: boolean): Promise<string | undefined> {
    const entries = await this.collect('model');
    if (entries.length === 0) {
      if (!isNeeded) return undefined;
      await this.parts.note([`Nothing was written to SM_MODEL_DIR (/opt/ml/model): ${this.emptyModel}.`]);
    }
    return this.upload('model', entries);
  }

  /** `/opt/ml/output/data` of all hosts, where it holds anything. */
  async uploadData(): Promise<void> {
    const entries = await this.collect('data');
    if (entries.length > 0) await this.upload('data', entries);
  }

  private get isCompressed(): boolean {
    return this.request.OutputDataConfig.CompressionType !== 'NONE';
  }

  private get emptyModel(): string {
    return this.isCompressed ? 'model.tar.gz is empty' : 'nothing is uploaded';
  }

  private async collect(output: keyof typeof outputs): Promise<readonly FolderEntry[]> {
    const { folder } = outputs[output];
    const found = [];
    for (const host of this.hosts) {
      const { entries, notes } = await readFolder(await this.folderOf(host, folder));
      await this.parts.note(notes);
      found.push({ host: host.name, entries });
    }
    const { entries, clashes } = mergeFolders(found);
    await this.parts.note(clashes.map((clash) => `/opt/ml/${folder}: ${clash}`));
    return entries;
  }

  private async upload(output: keyof typeof outputs, entries: readonly FolderEntry[]): Promise<string> {
    const { archive } = outputs[output];
    if (output === 'model' && !this.isCompressed) return this.uploadFiles(joinKey(this.key, 'model'), entries);
    const path = join(this.parts.workFolder, archive);
    await packEntries(entries, path);
    const key = joinKey(this.key, archive);
    await this.parts.objects.putFile(this.bucket, key, path, 'application/x-tar');
    return `s3://${this.bucket}/${key}`;
  }

  private async uploadFiles(prefix: string, entries: readonly FolderEntry[]): Promise<string> {
    await uploadEntries(entries, { bucket: this.bucket, prefix }, this.parts.objects);
    return `s3://${this.bucket}/${prefix}/`;
  }

  /** @throws JobFailure when the program made something else of it. */
  private async folderOf(host: JobHost, folder: string): Promise<string> {
    const path = join(host.mlRoot, folder);
    const facts = await stat(path).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
      throw error;
    });
    if (facts?.isDirectory()) return path;
    throw new JobFailure(
      `AlgorithmError: The training program ${facts === undefined ? 'removed' : 'replaced'} the folder /opt/ml/${folder}, whose content is uploaded when it ends; let the folder be and change only what is in it, exit code: 0`,
    );
  }
}
