import { messageOf } from '../../../shared/errors.ts';
import { AwsError } from '../../server/awsError.ts';
import type { RegistryAddress } from './registryAddress.ts';

/** An image as the registry has it. */
export interface RegistryImage {
  readonly digest: string;
  readonly mediaType: string;
  /** Of its layers and configuration; undefined for a list of images. */
  readonly bytes: number | undefined;
  /** Epoch seconds: when it was built, since a registry does not keep when it was pushed; undefined where it does not say. */
  readonly created: number | undefined;
}

const manifestTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

interface Manifest {
  readonly config?: { readonly digest: string; readonly size: number };
  readonly layers?: readonly { readonly size: number }[];
}

const patience = 30_000;

/** The Docker Registry HTTP API V2 of the user's registry, with or without basic authentication. */
export class RegistryClient {
  constructor(
    readonly address: RegistryAddress,
    private readonly authorization: string,
  ) {}

  /** All tags of a repository, in the order of their names; none before the first push. @throws AwsError ServerException. */
  async tags(repository: string): Promise<string[]> {
    const found: string[] = [];
    for (let path: string | undefined = `/v2/${repository}/tags/list?n=1000`; path !== undefined;) {
      const answer = await this.ask('GET', path);
      if (answer.status === 404) return [];
      const { tags } = (await answer.json()) as { tags: string[] | null };
      found.push(...(tags ?? []));
      const next = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1];
      path = next && pathOf(new URL(next, this.address.origin));
    }
    return found.sort();
  }

  /** @param reference - A tag or a digest. @returns Undefined when there is none. @throws AwsError ServerException. */
  async digestOf(repository: string, reference: string): Promise<string | undefined> {
    const answer = await this.ask('HEAD', `/v2/${repository}/manifests/${reference}`);
    return answer.status === 404 ? undefined : (answer.headers.get('docker-content-digest') ?? undefined);
  }

  /** @param reference - A tag or a digest. @returns Undefined when there is none. @throws AwsError ServerException. */
  async image(repository: string, reference: string): Promise<RegistryImage | undefined> {
    const answer = await this.ask('GET', `/v2/${repository}/manifests/${reference}`);
    if (answer.status === 404) return undefined;
    const { config, layers } = (await answer.json()) as Manifest;
    return {
      digest: answer.headers.get('docker-content-digest') ?? reference,
      mediaType: answer.headers.get('content-type') ?? '',
      bytes: config && config.size + (layers ?? []).reduce((sum, { size }) => sum + size, 0),
      created: config && (await this.createdOf(repository, config.digest)),
    };
  }

  /** @throws AwsError ServerException, also when the registry deletes nothing. */
  async delete(repository: string, digest: string): Promise<void> {
    const answer = await this.ask('DELETE', `/v2/${repository}/manifests/${digest}`);
    if (answer.status === 405)
      throw this.problem('does not delete images; set its storage.delete.enabled, or delete them there');
  }

  private async createdOf(repository: string, digest: string): Promise<number | undefined> {
    const answer = await this.ask('GET', `/v2/${repository}/blobs/${digest}`);
    if (answer.status === 404) return undefined;
    try {
      const seconds = Date.parse(((await answer.json()) as { created?: string }).created ?? '') / 1000;
      return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined; // an artifact whose configuration is no JSON
      throw error;
    }
  }

  private async ask(method: string, path: string): Promise<Response> {
    const headers = { Authorization: this.authorization, Accept: manifestTypes.join() };
    const signal = AbortSignal.timeout(patience);
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.address.origin), { method, headers, signal });
    } catch (error) {
      throw this.problem(`does not answer (${messageOf(error)}); start it, or name another one with --registry`);
    }
    if (answer.ok || answer.status === 404 || answer.status === 405) return answer;
    if (answer.status === 401)
      throw this.problem(
        'refuses the user AWS with the password of aws ecr get-login-password; add them to its htpasswd file',
      );
    throw this.problem(`answered ${answer.status} to ${method} ${path}; see its log`);
  }

  /** 400, since AWS's clients would ask again after a 500, and nothing changes by that. */
  private problem(what: string): AwsError {
    return new AwsError('ServerException', `The container registry at ${this.address.origin} ${what}.`);
  }
}

/** Of an address that the registry gives; its host is not believed. */
function pathOf({ pathname, search }: URL): string {
  return `${pathname}${search}`;
}
