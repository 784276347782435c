import { messageOf } from '../../../shared/errors.ts';
import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import type { JobFailure } from '../jobFailure.ts';
import { downloadFailure, objectMissing, pathUnderPrefix, uriOf, type SourceObject } from './sourceObject.ts';

/** A manifest is read whole; what is larger is data that was named by mistake. */
const largestManifest = 256 * 2 ** 20;

/** How many missing objects a failure names. */
const namedAtMost = 3;

const form = `it is a JSON list of {"prefix": "s3://bucket/folder/"} and of keys below that folder`;

/**
 * The objects that a channel's manifest names, in its order (API reference, S3DataSource).
 * @throws JobFailure naming the channel, the manifest, and what is wrong with it.
 */
export async function manifestObjects(channel: Channel, objects: ObjectStore): Promise<SourceObject[]> {
  const uri = channel.DataSource.S3DataSource?.S3Uri ?? '';
  const shown = `the manifest ${uri} of channel '${channel.ChannelName}'`;
  const named = readManifest(await manifestText(uri, shown, objects), shown);
  const missing: SourceObject[] = [];
  for (const object of named) if ((await objects.fileOf(object.bucket, object.key)) === undefined) missing.push(object);
  if (missing.length === 0) return named;
  const more = missing.length > namedAtMost ? ` and ${missing.length - namedAtMost} more` : '';
  throw downloadFailure(
    `${shown} names ${missing.slice(0, namedAtMost).map(uriOf).join(', ')}${more}, which cannot be found; upload what is missing, or correct the manifest.`,
  );
}

async function manifestText(uri: string, shown: string, objects: ObjectStore): Promise<string> {
  const { bucket, key } = parseS3Uri(uri);
  const manifest = (await objects.bucketExists(bucket)) ? await objects.open(bucket, key) : undefined;
  if (manifest === undefined) throw objectMissing({ bucket, key });
  try {
    if (manifest.info.size > largestManifest)
      throw downloadFailure(`${shown} has ${manifest.info.size} bytes, too many for a manifest; ${form}.`);
    return await manifest.file.readFile('utf8');
  } finally {
    await manifest.file.close();
  }
}

/** @param shown - Names the manifest in a failure. */
export function readManifest(text: string, shown: string): SourceObject[] {
  const wrong = (what: string, cause?: unknown): JobFailure => downloadFailure(`${shown} ${what}; ${form}.`, cause);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw wrong(`is not JSON (${messageOf(error)})`, error);
  }
  if (!Array.isArray(parsed)) throw wrong('is not a list');
  const entries: unknown[] = parsed;
  let prefix: string | undefined;
  const named: SourceObject[] = [];
  for (const [index, entry] of entries.entries()) {
    if (typeof entry === 'string' && entry !== '') {
      const object = objectOf(entry, prefix);
      if (object === undefined) throw wrong(`has '${entry}' at position ${index + 1} and no prefix before it`);
      named.push(object);
    } else if (index === 0 && isPrefix(entry)) prefix = entry.prefix;
    else throw wrong(`has ${JSON.stringify(entry)} at position ${index + 1}`);
  }
  if (named.length === 0) throw wrong('names no objects');
  return named;
}

function isPrefix(entry: unknown): entry is { prefix: string } {
  if (typeof entry !== 'object' || entry === null || !('prefix' in entry)) return false;
  return typeof entry.prefix === 'string' && parseS3Uri(entry.prefix).bucket !== '';
}

/** An entry is appended to the prefix as it is; one that is a URI of its own needs none. */
function objectOf(entry: string, prefix: string | undefined): SourceObject | undefined {
  const isUri = entry.startsWith('s3://');
  if (!isUri && prefix === undefined) return undefined;
  const { bucket, key } = parseS3Uri(isUri ? entry : `${prefix}${entry}`);
  const { bucket: ownBucket, key: folder } = parseS3Uri(prefix ?? '');
  const isBelow = bucket === ownBucket && key.startsWith(folder);
  return { bucket, key, relativePath: pathUnderPrefix(key, isBelow ? folder : '') };
}
