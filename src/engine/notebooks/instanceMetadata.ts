import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostMounts, MountedHost } from '../execution/python/hostMounts.ts';

/**
 * Shows the instance's programs `/opt/ml/metadata/resource-metadata.json`, where this machine can: the SageMaker Python SDK asks with its ResourceName for
 * the instance's role (2.257.7, Session.get_caller_identity_arn).
 */
export async function showMetadata(
  { name, arn }: { readonly name: string; readonly arn: string },
  work: string,
  mounts: Pick<HostMounts, 'prepare'>,
): Promise<MountedHost> {
  const folder = join(work, 'machine');
  const mlRoot = join(folder, 'ml');
  await mkdir(join(mlRoot, 'metadata'), { recursive: true });
  const metadata = JSON.stringify({ ResourceArn: arn, ResourceName: name });
  await writeFile(join(mlRoot, 'metadata', 'resource-metadata.json'), metadata);
  const group = { name: 'notebook', instanceType: 'local', hosts: ['notebook'] };
  const host = { name: 'notebook', folder, mlRoot, group };
  return mounts.prepare({ host, hosts: [host] }, { asOptMl: true });
}
