import { Disposable } from '../../shared/disposable.ts';
import { codeOf } from '../../shared/errors.ts';
import { FolderUpload, type FolderUploadParts } from '../execution/folderUpload.ts';
import type { JobHost } from '../execution/jobHosts.ts';
import { mergeFolders } from '../execution/mergeFolders.ts';
import { readFolder, type FolderContent } from '../execution/modelArtifact.ts';
import { uploadEntries } from '../execution/uploadEntries.ts';
import type { ProcessingJobRequest } from '../services/sagemaker/processing/processingJobRecord.ts';
import { parseS3Uri } from '../store/s3Uri.ts';
import { folderOf } from './processingSpace.ts';

/** An output that the service uploads, and where to. */
export interface UploadedOutput {
  readonly name: string;
  /** In the container. */
  readonly path: string;
  readonly bucket: string;
  /** Of the keys, without a slash at its end. */
  readonly prefix: string;
  readonly isContinuous: boolean;
}

/** The outputs of a job but for those that its application manages. */
export function uploadedOutputs({ ProcessingOutputConfig: config }: ProcessingJobRequest): UploadedOutput[] {
  return (config?.Outputs ?? []).flatMap(({ OutputName: name, AppManaged = false, S3Output: s3 }) => {
    if (AppManaged || s3?.LocalPath === undefined) return [];
    const { bucket, key } = parseS3Uri(s3.S3Uri);
    const isContinuous = s3.S3UploadMode === 'Continuous';
    return [{ name, path: s3.LocalPath, bucket, prefix: key.replace(/\/+$/, ''), isContinuous }];
  });
}

/** What the hosts of a processing job write to its outputs' folders, on its way to S3. */
export class ProcessingOutputs extends Disposable {
  private readonly outputs: readonly UploadedOutput[];
  private readonly running: FolderUpload[] = [];

  constructor(
    request: ProcessingJobRequest,
    private readonly hosts: readonly JobHost[],
    private readonly parts: FolderUploadParts,
  ) {
    super();
    this.outputs = uploadedOutputs(request);
  }

  /** Call before the programs start: from now on the files of Continuous outputs are copied as they get whole. */
  async start(): Promise<void> {
    for (const { path, bucket, prefix } of this.outputs.filter(({ isContinuous }) => isContinuous)) {
      for (const host of this.hosts) {
        const folder = { path: folderOf(host, path), shown: path, bucket, prefix };
        const upload = this.register(new FolderUpload(folder, this.parts));
        this.running.push(upload);
        await upload.start();
      }
    }
  }

  /** Call when no program runs any more: copies what is left, and all of the EndOfJob outputs. */
  async finish(): Promise<void> {
    for (const upload of this.running.splice(0)) await upload.finish();
    for (const output of this.outputs.filter(({ isContinuous }) => !isContinuous)) {
      const found = [];
      for (const host of this.hosts) found.push({ host: host.name, entries: await this.contentOf(host, output) });
      const { entries, clashes } = mergeFolders(found);
      for (const clash of clashes) this.parts.report(`${output.path}: ${clash}`);
      await uploadEntries(entries, output, this.parts.objects);
    }
  }

  private async contentOf(host: JobHost, { name, path }: UploadedOutput): Promise<FolderContent['entries']> {
    try {
      const { entries, notes } = await readFolder(folderOf(host, path));
      for (const note of notes) this.parts.report(`${path}: ${note}`);
      return entries;
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
      this.parts.report(
        `The program removed the folder ${path} of output '${name}' on ${host.name}, or made a file of it: nothing of it is uploaded.`,
      );
      return [];
    }
  }
}
