import type { FileHandle } from 'node:fs/promises';
import { messageOf } from '../../../shared/errors.ts';
import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import { chunksOf, contentOf, wrapped, type ContentForm } from './objectContent.ts';
import { downloadFailure, objectMissing } from './sourceObject.ts';

const newline = 10;

/** Where a line lies in the manifest, in bytes; its number is that of an editor. */
export interface ManifestLine {
  readonly number: number;
  readonly start: number;
  readonly length: number;
}

/**
 * A file of JSON Lines whose named attributes are a channel's data (developer guide, "Augmented Manifest Files"). It is held open, so
 * that every epoch reads the same lines, and only their places are kept in memory.
 */
export class AugmentedManifest {
  private constructor(
    private readonly file: FileHandle,
    readonly lines: readonly ManifestLine[],
    private readonly attributes: readonly string[],
    private readonly shown: string,
  ) {}

  /** @throws JobFailure naming the channel and the first line that does not hold what was asked for. */
  static async open(channel: Channel, objects: ObjectStore): Promise<AugmentedManifest> {
    const { S3Uri: uri = '', AttributeNames: attributes = [] } = channel.DataSource.S3DataSource ?? {};
    const { bucket, key } = parseS3Uri(uri);
    const found = (await objects.bucketExists(bucket)) ? await objects.open(bucket, key) : undefined;
    if (found === undefined) throw objectMissing({ bucket, key });
    const shown = `the augmented manifest ${uri} of channel '${channel.ChannelName}'`;
    try {
      const lines: ManifestLine[] = [];
      for await (const { text, ...line } of linesOf(found.file)) {
        attributesOf(text, attributes, `${shown}, line ${line.number},`);
        lines.push(line);
      }
      if (lines.length === 0) throw downloadFailure(`${shown} has no lines; write one JSON object a line.`);
      return new AugmentedManifest(found.file, lines, attributes, shown);
    } catch (error) {
      await found.file.close();
      throw error;
    }
  }

  /** The attributes of these lines, in the order in which they were asked for; one named `…-ref` is the object that it names. */
  async *records(lines: readonly ManifestLine[], form: ContentForm, objects: ObjectStore): AsyncGenerator<Uint8Array> {
    for (const { number, start, length } of lines) {
      const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, start);
      const shown = `${this.shown}, line ${number},`;
      for (const { name, text } of attributesOf(buffer.toString('utf8'), this.attributes, shown)) {
        if (isReference(name)) yield* contentOf(parseS3Uri(text), form, objects);
        else {
          const content = Buffer.from(text);
          yield* form.wrap ? wrapped([content], content.length, `${shown} attribute ${name}`) : [content];
        }
      }
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

const isReference = (attribute: string): boolean => attribute.endsWith('-ref');

/** A text stands for itself, anything else for its JSON. */
function attributesOf(
  line: string,
  names: readonly string[],
  shown: string,
): { readonly name: string; readonly text: string }[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw downloadFailure(`${shown} is not JSON (${messageOf(error)}); write one JSON object a line.`, error);
  }
  return names.map((name) => {
    const value: unknown = isObject(parsed) && Object.hasOwn(parsed, name) ? parsed[name] : undefined;
    if (value === undefined)
      throw downloadFailure(`${shown} has no attribute '${name}'; add it, or leave it out of AttributeNames.`);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (isReference(name) && parseS3Uri(text).key === '')
      throw downloadFailure(`${shown} has ${text} as '${name}', which is to be an object's URI (s3://bucket/key).`);
    return { name, text };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The lines that hold something. */
async function* linesOf(file: FileHandle): AsyncGenerator<ManifestLine & { readonly text: string }> {
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  let number = 0;
  const take = (line: Buffer): (ManifestLine & { readonly text: string })[] => {
    const text = line.toString('utf8').trim();
    const found = { number: ++number, start, length: line.length, text };
    start += line.length + 1;
    return text === '' ? [] : [found];
  };
  for await (const chunk of chunksOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      yield* take(Buffer.concat([rest, chunk.subarray(from, end)]));
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
  }
  yield* take(rest);
}
