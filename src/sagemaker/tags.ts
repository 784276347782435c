import type { ListTagsOutput } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from './clients.ts';

const sdk = () => import('./sdk/sagemakerSdk.ts');

/** A name and a value that a resource bears. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The most tags of a resource (developer guide, "Tag naming and usage conventions"). */
export const mostTags = 50;
const longestKey = 128;
const longestValue = 256;
/** What a key or a value is made of (API reference, Tag). */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** All tags of a resource, by key. */
export async function tagsOf(clients: SdkClients, arn: string): Promise<Tag[]> {
  const [{ ListTagsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
  const found: Tag[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListTagsOutput = await client.send(
      new ListTagsCommand({ ResourceArn: arn, ...(nextToken !== undefined && { NextToken: nextToken }) }),
    );
    found.push(...(page.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value })));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return found.sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** Takes tags away and adds or overwrites others; what is not named stays. */
export async function changeTags(
  clients: SdkClients,
  arn: string,
  { put, remove }: { readonly put: readonly Tag[]; readonly remove: readonly string[] },
): Promise<void> {
  const [{ AddTagsCommand, DeleteTagsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
  // First what goes: a resource may have no room for more.
  if (remove.length > 0) await client.send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys: [...remove] }));
  if (put.length > 0) await client.send(new AddTagsCommand({ ResourceArn: arn, Tags: [...put] }));
}

/** Why a key cannot be one; undefined for one that can. */
export function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'A tag needs a key.';
  if (key.length > longestKey) return `A key has at most ${longestKey} characters; this one has ${key.length}.`;
  if (/^aws:/i.test(key)) return 'Keys that begin with aws: are reserved for AWS itself.';
  return charactersProblem('A key', key);
}

/** Why a value cannot be one; undefined for one that can. */
export function valueProblem(value: string): string | undefined {
  if (value.length > longestValue)
    return `A value has at most ${longestValue} characters; this one has ${value.length}.`;
  return charactersProblem('A value', value);
}

function charactersProblem(what: string, text: string): string | undefined {
  if (allowed.test(text)) return undefined;
  const wrong = [...text].find((character) => !allowed.test(character)) ?? '';
  return `${what} is made of letters, digits, spaces and _ . : / = + - @, so it cannot hold ${JSON.stringify(wrong)}.`;
}
