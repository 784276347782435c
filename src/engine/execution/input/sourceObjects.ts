import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import { JobFailure } from '../jobFailure.ts';
import { manifestObjects } from './manifest.ts';
import { downloadFailure, pathUnderPrefix, uriOf, type SourceObject } from './sourceObject.ts';

/**
 * The objects of a channel of S3DataType S3Prefix or ManifestFile, in the order of their keys or of the manifest.
 * @throws JobFailure for a channel without data, and for a key that cannot be a file's name.
 */
export async function sourceObjects(channel: Channel, mode: string, objects: ObjectStore): Promise<SourceObject[]> {
  const { S3DataType: type, S3Uri: uri } = channel.DataSource.S3DataSource ?? { S3Uri: '' };
  if (type === 'ManifestFile') {
    const named = await manifestObjects(channel, objects);
    for (const object of named) checkKey(object, mode);
    return named;
  }
  const { bucket, key: prefix } = parseS3Uri(uri);
  const found: SourceObject[] = [];
  const keys = (await objects.bucketExists(bucket)) ? objects.listKeys(bucket, prefix) : [];
  for await (const key of keys) {
    if (key.endsWith('/')) continue; // a folder marker of the console
    const object = { bucket, key, relativePath: pathUnderPrefix(key, prefix) };
    checkKey(object, mode);
    if (mode === 'FastFile') checkIsFolder(channel, uri, key.slice(prefix.length));
    found.push(object);
  }
  if (found.length === 0)
    throw new JobFailure(
      `ClientError: Data download failed: no S3 objects found under ${uri} for channel '${channel.ChannelName}'`,
    );
  return found;
}

/** Only where keys become files; the wording of the service is that of aws-samples/generative-ai-on-amazon-sagemaker pull request 242. */
function checkKey(object: SourceObject, mode: string): void {
  if (mode === 'Pipe') return;
  if (object.key.includes('//'))
    throw downloadFailure(
      `Failed to download data. S3 key: ${uriOf(object)} has an illegal char sub-sequence '//' in it`,
    );
  if (object.relativePath.split(/[\\/]/).includes('..'))
    throw new JobFailure(`ClientError: The object key '${object.key}' cannot be a file name`);
}

/** "S3Uri prefixes must not correspond to a partial folder name" (developer guide, FastFile mode). */
function checkIsFolder({ ChannelName }: Channel, uri: string, rest: string): void {
  if (rest === '' || rest.startsWith('/') || uri.endsWith('/') || parseS3Uri(uri).key === '') return;
  throw new JobFailure(
    `ClientError: Channel '${ChannelName}' uses FastFile, whose S3Uri names a whole folder, and ${uri} is the beginning of a name; end it with '/', or use File mode.`,
  );
}
