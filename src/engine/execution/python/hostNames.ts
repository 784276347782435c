import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../process/childGroup.ts';
import type { JobSpace } from '../runner.ts';
import type { RunProgram } from './runProgram.ts';

/** What makes the names of a job's hosts known. */
export interface NamedHosts {
  /** One line for the job's log; none for a job of one host. */
  readonly note?: string;
  /** How a program of the host is started. */
  readonly wrap: (command: Command) => Command;
}

/** How the machine is asked; passed in so that tests own it. */
export interface HostNamesParts {
  readonly run: RunProgram;
  /** The address of a name; rejects for one that is not known. */
  readonly lookup: (name: string) => Promise<string>;
  /** True where processes can have mounts of their own (Linux). */
  readonly hasMounts: boolean;
  readonly isRoot: boolean;
}

const hostsFile = '/etc/hosts';

/** Binds a file over the hosts file, for the program that follows and its children. */
const bindHosts = `mount --bind "$0" ${hostsFile} && exec "$@"`;

/**
 * Lets the programs of several hosts find each other as `algo-1` to `algo-n`, as on AWS. On Linux each gets a mount namespace in which the hosts file
 * has the names, with a loopback address per host, so that all may listen on the same port; elsewhere the machine must know the names.
 */
export class HostNames {
  private canMount: Promise<boolean> | undefined;

  constructor(private readonly parts: HostNamesParts) {}

  async prepare({ host, hosts }: JobSpace): Promise<NamedHosts> {
    const names = hosts.map(({ name }) => name);
    const range = `${names[0]} to ${names.at(-1)}`;
    if (names.length === 1) return { wrap: (command) => command };
    this.canMount ??= this.tryMount();
    if (await this.canMount) {
      const own = join(host.folder, 'hosts');
      const lines = names.map((name, index) => `127.0.0.${index + 2} ${name}\n`).join('');
      await writeFile(own, lines + (await readFile(hostsFile, 'utf8')));
      return {
        note: `The hosts find each other as ${range}, at 127.0.0.2 to 127.0.0.${names.length + 1}.`,
        wrap: ({ program, args, ...rest }) => ({
          ...rest,
          program: 'unshare',
          args: this.mounting(own, program, ...args),
        }),
      };
    }
    const known = await Promise.all(names.map((name) => this.isHere(name)));
    return {
      note: known.every(Boolean)
        ? `The hosts find each other as ${range}: this machine knows the names.`
        : `The names ${range} do not resolve on this machine, where all hosts are 127.0.0.1: connect to that, or add the line '127.0.0.1 ${names.join(' ')}' to the machine's hosts file.`,
      wrap: (command) => command,
    };
  }

  private async tryMount(): Promise<boolean> {
    if (!this.parts.hasMounts) return false;
    try {
      return (await this.parts.run('unshare', this.mounting(hostsFile, 'true'))).exitCode === 0;
    } catch {
      return false; // there is no such program
    }
  }

  /** A user who is not root is root in the namespace, as in a container. */
  private mounting(hosts: string, ...command: string[]): string[] {
    const user = this.parts.isRoot ? [] : ['--user', '--map-root-user'];
    return [...user, '--mount', '--propagation', 'private', '--', '/bin/sh', '-c', bindHosts, hosts, ...command];
  }

  private async isHere(name: string): Promise<boolean> {
    try {
      return (await this.parts.lookup(name)).startsWith('127.');
    } catch {
      return false;
    }
  }
}
