import type { HostsExit } from './hostRun.ts';
import { readFailureFile } from './mlDirectory.ts';

/** Of a FailureReason (botocore's model). */
const longest = 1024;

/**
 * Why a job failed whose program did: the failure file's text, with the service's prefix when the program gave none (contract, section 5),
 * its exit code and, of several hosts, which one it was.
 */
export async function failureReason(exit: HostsExit): Promise<string> {
  return reasonOf('training', await readFailureFile(exit.space.host.mlRoot), exit);
}

/**
 * @param kind - Of the job.
 * @param said - Why the program failed, in its own words; undefined or empty where it said nothing.
 */
export function reasonOf(
  kind: 'training' | 'processing',
  said: string | undefined,
  { exitCode, space: { host, hosts } }: HostsExit,
): string {
  const code = `exit code: ${exitCode}${hosts.length > 1 ? ` (host ${host.name})` : ''}`;
  if (said === undefined || said === '')
    return `AlgorithmError: The ${kind} program ended with exit code ${exitCode} and said nothing; see the job's log, ${code}`;
  const prefixed = /^(Client|Algorithm|InternalServer)Error: /.test(said) ? said : `AlgorithmError: ${said}`;
  return `${prefixed.slice(0, longest - code.length - 2).replace(/\.$/, '')}, ${code}`;
}
