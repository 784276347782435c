import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputModeOf } from '../input/channelMode.ts';
import type { Command } from '../process/childGroup.ts';
import type { JobSpace } from '../runner.ts';
import type { RunProgram } from './runProgram.ts';

/** How a host's programs see this machine. */
export interface MountedHost {
  /** One line for the job's log; none for a job of one host. */
  readonly note?: string;
  /** How a program of the host is started. */
  readonly wrap: (command: Command) => Command;
}

/** How the machine is asked; passed in so that tests own it. */
export interface HostMountsParts {
  readonly run: RunProgram;
  /** The address of a name; rejects for one that is not known. */
  readonly lookup: (name: string) => Promise<string>;
  /** True where processes can have mounts of their own (Linux). */
  readonly hasMounts: boolean;
  readonly isRoot: boolean;
}

const hostsFile = '/etc/hosts';

/**
 * Binds the first argument over the hosts file, and each that follows up to `--` over itself, read-only; then runs the rest. A folder that cannot be
 * bound has its permission bits.
 */
const bindAll = `mount --bind "$0" ${hostsFile} || exit
while [ "$1" != -- ]; do mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"; shift; done 2>/dev/null
shift; exec "$@"`;

/**
 * Lets the programs of several hosts find each other as `algo-1` to `algo-n`, and keeps those of root from writing to FastFile channels, both as on
 * AWS. On Linux each program gets a mount namespace: its hosts file has the names, with a loopback address per host, so that all may listen on the same
 * port. Elsewhere the machine must know the names, and the channels have their permission bits only.
 */
export class HostMounts {
  private canMount: Promise<boolean> | undefined;

  constructor(private readonly parts: HostMountsParts) {}

  async prepare(space: JobSpace): Promise<MountedHost> {
    const { host, hosts } = space;
    const names = hosts.map(({ name }) => name);
    const isAlone = names.length === 1;
    // Also the user who is root in a namespace is not bound by permission bits there.
    const readOnly = this.parts.isRoot || !isAlone ? fastFolders(space) : [];
    const plain = (command: Command): Command => command;
    if (isAlone && readOnly.length === 0) return { wrap: plain };
    this.canMount ??= this.tryMount();
    const range = `${names[0]} to ${names.at(-1)}`;
    if (await this.canMount) {
      const own = isAlone ? hostsFile : join(host.folder, 'hosts');
      const lines = names.map((name, index) => `127.0.0.${index + 2} ${name}\n`).join('');
      if (!isAlone) await writeFile(own, lines + (await readFile(hostsFile, 'utf8')));
      return {
        ...(!isAlone && {
          note: `The hosts find each other as ${range}, at 127.0.0.2 to 127.0.0.${names.length + 1}.`,
        }),
        wrap: ({ program, args, ...rest }) => ({
          ...rest,
          program: 'unshare',
          args: this.mounting(own, readOnly, program, ...args),
        }),
      };
    }
    if (isAlone) return { wrap: plain };
    const known = await Promise.all(names.map((name) => this.isHere(name)));
    return {
      note: known.every(Boolean)
        ? `The hosts find each other as ${range}: this machine knows the names.`
        : `The names ${range} do not resolve on this machine, where all hosts are 127.0.0.1: connect to that, or add the line '127.0.0.1 ${names.join(' ')}' to the machine's hosts file.`,
      wrap: plain,
    };
  }

  private async tryMount(): Promise<boolean> {
    if (!this.parts.hasMounts) return false;
    try {
      return (await this.parts.run('unshare', this.mounting(hostsFile, [], 'true'))).exitCode === 0;
    } catch {
      return false; // there is no such program
    }
  }

  /** A user who is not root is root in the namespace, as in a container. */
  private mounting(hosts: string, readOnly: readonly string[], ...command: string[]): string[] {
    const user = this.parts.isRoot ? [] : ['--user', '--map-root-user'];
    const shell = ['/bin/sh', '-c', bindAll, hosts, ...readOnly, '--', ...command];
    return [...user, '--mount', '--propagation', 'private', '--', ...shell];
  }

  private async isHere(name: string): Promise<boolean> {
    try {
      return (await this.parts.lookup(name)).startsWith('127.');
    } catch {
      return false;
    }
  }
}

/** The host's folders of FastFile channels; none for a channel of which it gets nothing. */
function fastFolders({ request, host }: JobSpace): string[] {
  return (request.InputDataConfig ?? [])
    .filter((channel) => inputModeOf(request, channel) === 'FastFile')
    .map(({ ChannelName }) => join(host.mlRoot, 'input/data', ChannelName))
    .filter((folder) => existsSync(folder));
}
