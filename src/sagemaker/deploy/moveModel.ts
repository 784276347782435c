import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseImage } from '../../catalog/images.ts';
import { ensureBucket } from '../buckets.ts';
import type { SdkClients } from '../clients.ts';
import { downloadFiles } from '../s3/download.ts';
import { folderOf, s3Uri, type S3Place } from '../s3/s3Place.ts';
import type { TransferProgress } from '../s3/transfer.ts';
import { uploadFiles } from '../s3/upload.ts';
import type { DeployableModel } from './deployableModel.ts';
import { s3PlaceOf, sourceOf, type ModelFile, type ModelFiles } from './modelFiles.ts';
import { packCode } from './packCode.ts';

export interface Move {
  readonly from: SdkClients;
  readonly to: SdkClients;
  /** Of the place where it goes, for what comes from elsewhere; made where it is not there. */
  readonly bucket: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doing: 'Downloading' | 'Uploading', progress: TransferProgress) => void;
}

/**
 * Whether a model's script has to be put into its archive before it is served: PyTorch's serving images since 1.2 find it nowhere else
 * (sagemaker-python-sdk, pytorch/model.py, `_is_mms_version`).
 */
export function needsCode(model: DeployableModel): boolean {
  const image = parseImage(model.image);
  const isPyTorch = image.kind === 'ecr' && /^pytorch-(training|inference)$/.test(image.repository);
  return isPyTorch && sourceOf(model) !== undefined && model.data?.isArchive === true;
}

/**
 * Brings what a model needs to the place where it is to be served, with its script packed into it where the image wants that.
 * What is copied has the same name each time, so that the second deployment of a model leaves no second copy.
 * @returns The model as it is there.
 * @throws UserError that says what could not be copied; the signal's reason.
 */
export async function moveModel(model: DeployableModel, files: ModelFiles, move: Move): Promise<DeployableModel> {
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-model-'));
  try {
    const { from, signal, onProgress } = move;
    const all = [...files.data, ...(files.source ? [files.source] : [])];
    const paths = new Map(all.map((file, index) => [file, join(folder, String(index), 'file')]));
    const pathOf = (file: ModelFile): string => paths.get(file) ?? '';
    for (const path of paths.values()) await mkdir(dirname(path), { recursive: true });
    await downloadFiles(
      from,
      all.map((file) => ({ ...file, path: pathOf(file) })),
      { ...(signal && { signal }), onProgress: (progress) => onProgress?.('Downloading', progress) },
    );
    const [archive] = files.data;
    if (!needsCode(model) || archive === undefined || files.source === undefined)
      return await upload(model, files, pathOf, move);
    const target = join(folder, 'model.tar.gz');
    await packCode({ model: pathOf(archive), source: pathOf(files.source), target }, signal);
    return await uploadPacked(model, archive, target, move);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function upload(
  model: DeployableModel,
  { data, source }: ModelFiles,
  pathOf: (file: ModelFile) => string,
  move: Move,
): Promise<DeployableModel> {
  await ensureBucket(move.to, move.bucket);
  const sent = [...data, ...(source ? [source] : [])].map((file) => ({
    path: pathOf(file),
    key: copyKey(move, file.place),
    size: file.size,
  }));
  await send(move, { bucket: move.bucket, key: '' }, sent);
  const there = (uri: string): string => s3Uri({ bucket: move.bucket, key: copyKey(move, s3PlaceOf(uri)) });
  const script = sourceOf(model);
  return {
    ...elsewhere(model),
    ...(model.data && { data: { ...model.data, uri: there(model.data.uri) } }),
    environment: {
      ...model.environment,
      ...(script !== undefined && { SAGEMAKER_SUBMIT_DIRECTORY: there(script) }),
    },
  };
}

async function uploadPacked(
  model: DeployableModel,
  archive: ModelFile,
  path: string,
  move: Move,
): Promise<DeployableModel> {
  const isHere = move.from === move.to;
  // Beside the job's own output, where the role of the model may read.
  const place: S3Place = isHere
    ? { bucket: archive.place.bucket, key: `${folderOf(archive.place.key)}with-code/` }
    : { bucket: move.bucket, key: `${folderOf(copyKey(move, archive.place))}with-code/` };
  if (!isHere) await ensureBucket(move.to, move.bucket);
  const { size } = await stat(path);
  await send(move, place, [{ path, key: 'model.tar.gz', size }]);
  return {
    ...(isHere ? model : elsewhere(model)),
    data: { uri: s3Uri({ ...place, key: `${place.key}model.tar.gz` }), isArchive: true },
    environment: { ...model.environment, SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
  };
}

async function send(
  { to, signal, onProgress }: Move,
  place: S3Place,
  files: readonly { readonly path: string; readonly key: string; readonly size: number }[],
): Promise<void> {
  await uploadFiles(to, place, files, {
    ...(signal && { signal }),
    onProgress: (progress) => onProgress?.('Uploading', progress),
  });
}

/** Role and network are the account's own. */
function elsewhere({ roleArn: _role, vpc: _vpc, ...model }: DeployableModel): DeployableModel {
  return model;
}

function copyKey({ from }: Move, { bucket, key }: S3Place): string {
  const { accountId, region } = from.connection;
  return `copied/${accountId}-${region}/${bucket}/${key}`;
}
