import { UserError } from '../../shared/errors.ts';
import type { SdkClients } from '../clients.ts';
import { headObject, walkObjects } from '../s3/objectList.ts';
import { readS3Place, type S3Place } from '../s3/s3Place.ts';
import { s3Problem } from '../s3/s3Problem.ts';
import type { DeployableModel } from './deployableModel.ts';

/** An object that a model needs. */
export interface ModelFile {
  readonly place: S3Place;
  readonly size: number;
  readonly etag: string;
}

/** Everything in S3 that a model needs to be served. */
export interface ModelFiles {
  readonly data: readonly ModelFile[];
  /** The archive of its script, where that is one of its own. */
  readonly source?: ModelFile;
  readonly bytes: number;
}

/** Looks for what a model needs. @throws UserError for what is not there, or may not be looked at. */
export async function findModelFiles(clients: SdkClients, model: DeployableModel): Promise<ModelFiles> {
  const { data } = model;
  const files =
    data === undefined ? [] : data.isArchive ? [await find(clients, data.uri)] : await under(clients, data.uri);
  const sourceUri = sourceOf(model);
  const source = sourceUri === undefined ? undefined : await find(clients, sourceUri);
  const bytes = [...files, ...(source ? [source] : [])].reduce((sum, { size }) => sum + size, 0);
  return { data: files, bytes, ...(source && { source }) };
}

/** The archive in S3 that a model's script is in. */
export function sourceOf({ environment }: Pick<DeployableModel, 'environment'>): string | undefined {
  const source = environment['SAGEMAKER_SUBMIT_DIRECTORY'];
  return source?.startsWith('s3://') === true ? source : undefined;
}

/** @throws UserError for what names no object. */
export function s3PlaceOf(uri: string): S3Place {
  const place = readS3Place(uri);
  if (place === undefined) throw new UserError(`${uri} names nothing in S3; choose another model.`);
  return place;
}

async function find(clients: SdkClients, uri: string): Promise<ModelFile> {
  const place = s3PlaceOf(uri);
  const found = await headObject(clients, place).catch((error: unknown) => {
    throw s3Problem(error, 'looking at', place);
  });
  if (found === undefined) throw new UserError(`${uri} is not there any more, so the model cannot be deployed.`);
  return { place, size: found.size, etag: found.etag };
}

async function under(clients: SdkClients, uri: string): Promise<ModelFile[]> {
  const { bucket, key } = s3PlaceOf(uri.endsWith('/') ? uri : `${uri}/`);
  const files: ModelFile[] = [];
  try {
    for await (const page of walkObjects(clients, { bucket, key }))
      for (const { key: one, size, etag } of page) files.push({ place: { bucket, key: one }, size, etag });
  } catch (error) {
    throw s3Problem(error, 'listing', { bucket, key });
  }
  if (files.length === 0)
    throw new UserError(`There is nothing under ${uri} any more, so the model cannot be deployed.`);
  return files;
}
