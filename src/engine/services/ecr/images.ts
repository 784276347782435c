import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import { imageReference, optionalList, pageOf, repositoryNameOf } from './ecrInput.ts';
import { requireRegistry, type EcrParts } from './ecrParts.ts';
import type { RegistryClient, RegistryImage } from './registryClient.ts';
import type { Repositories } from './repositories.ts';

/** So many requests to the registry at a time. */
const together = 16;

/** ListImages and DescribeImages, of what the user's registry has. It lists no image without a tag. */
export class Images {
  constructor(
    private readonly parts: EcrParts,
    private readonly repositories: Repositories,
  ) {}

  /** @throws AwsError in ECR's words. */
  async list(input: JsonObject): Promise<JsonObject> {
    const { registry, name } = this.placeOf(input);
    const { page, nextToken } = pageOf(isUntagged(input) ? [] : await registry.tags(name), input);
    const imageIds = await inTurns(page, async (imageTag) => {
      const imageDigest = await registry.digestOf(name, imageTag);
      return imageDigest === undefined ? [] : [{ imageDigest, imageTag }]; // deleted meanwhile
    });
    return { imageIds, ...(nextToken && { nextToken }) };
  }

  /** @throws AwsError in ECR's words, ImageNotFoundException for one that is asked for by its tag or digest. */
  async describe(input: JsonObject): Promise<JsonObject> {
    const { registry, name } = this.placeOf(input);
    const wanted = optionalList(input, 'imageIds')?.map(imageReference);
    const tags = isUntagged(input) ? [] : await registry.tags(name);
    if (wanted !== undefined) return { imageDetails: await this.detailsOf(name, wanted, tags, registry) };
    const { page, nextToken } = pageOf(tags, input);
    return { imageDetails: await this.detailsOf(name, page, page, registry), ...(nextToken && { nextToken }) };
  }

  /** One entry an image, with all of these tags that name it. */
  private async detailsOf(
    name: string,
    references: readonly string[],
    tags: readonly string[],
    registry: RegistryClient,
  ): Promise<JsonObject[]> {
    const found = await inTurns(references, async (reference) => {
      const image = await registry.image(name, reference);
      if (image === undefined) throw this.missing(reference, name);
      return [image];
    });
    const digests = new Map<string, string[]>();
    const tagged = await inTurns(tags, async (tag) => [{ tag, digest: await registry.digestOf(name, tag) }]);
    for (const { tag, digest = '' } of tagged) digests.set(digest, [...(digests.get(digest) ?? []), tag]);
    const images = new Map(found.map((image) => [image.digest, image]));
    return [...images.values()].map((image) => this.detailOf(name, image, digests.get(image.digest)));
  }

  private detailOf(
    repositoryName: string,
    { digest, mediaType, bytes, created }: RegistryImage,
    imageTags: readonly string[] | undefined,
  ): JsonObject {
    return {
      registryId: this.parts.accountId,
      repositoryName,
      imageDigest: digest,
      ...(imageTags && { imageTags }),
      ...(bytes !== undefined && { imageSizeInBytes: bytes }),
      ...(created !== undefined && { imagePushedAt: created }),
      imageManifestMediaType: mediaType,
    };
  }

  private placeOf(input: JsonObject): { registry: RegistryClient; name: string } {
    const { name } = this.repositories.find(repositoryNameOf(input), input);
    return { registry: requireRegistry(this.parts), name };
  }

  private missing(reference: string, name: string): AwsError {
    const [digest, tag] = reference.includes(':') ? [reference, 'null'] : ['null', reference];
    return new AwsError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${digest}', imageTag:'${tag}'} does not exist within the repository with name '${name}' in the registry with id '${this.parts.accountId}'`,
    );
  }
}

function isUntagged(input: JsonObject): boolean {
  return (input['filter'] as { tagStatus?: unknown } | undefined)?.tagStatus === 'UNTAGGED';
}

/** The results in the order of the items. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += together)
    results.push(...(await Promise.all(items.slice(at, at + together).map(work))).flat());
  return results;
}
