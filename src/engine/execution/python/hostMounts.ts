import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { platform } from '../../../shared/node/platform.ts';
import type { Command } from '../process/childGroup.ts';
import type { HostSpace } from '../runner.ts';
import { bindOptMl, layOutOpt, optMlArguments } from './optMl.ts';
import { runProgram } from './runProgram.ts';
import type { RunProgram } from '../../../shared/node/programRun.ts';

/** How a host's programs see this machine. */
export interface MountedHost {
  /** One line for the job's log; none for a job of one host. */
  readonly note?: string;
  /** Whether `/opt/ml` is the host's own, as it was asked for. */
  readonly hasOptMl: boolean;
  /** How a program of the host is started. */
  readonly wrap: (command: Command) => Command;
}

/** What the programs of a host are to see besides the names of the hosts. */
export interface HostView {
  /** Folders that even root cannot write to. */
  readonly readOnly?: readonly string[];
  /** Whether the host's folder is to be seen as `/opt/ml`. */
  readonly asOptMl?: boolean;
}

/** How the machine is asked; passed in so that tests own it. */
export interface HostMountsParts {
  readonly run: RunProgram;
  /** Where a program of this machine stands; undefined for one that it does not have. */
  readonly find: (program: string) => string | undefined;
  /** The address of a name; rejects for one that is not known. */
  readonly lookup: (name: string) => Promise<string>;
  /** True where processes can have mounts of their own (Linux). */
  readonly hasMounts: boolean;
  readonly isRoot: boolean;
}

/** The programs that mount, by their paths: a job may have a PATH of its own, or other programs of these names on it. */
interface MountTools {
  readonly unshare: string;
  readonly mount: string;
  readonly env: string;
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
 * Lets the programs of the hosts find each other and themselves as `algo-1` to `algo-n`, keeps those of root from writing to FastFile channels, and shows
 * a host's folder as `/opt/ml`, all as on AWS. On Linux each program gets a mount namespace: its hosts file has the names, with a loopback address per
 * host, so that all may listen on the same port. Elsewhere the machine must know the names, the channels have their permission bits only, and `/opt/ml`
 * is whatever it is. For the name of a lone host no user is made root.
 */
export class HostMounts {
  private tools: Promise<MountTools | undefined> | undefined;

  constructor(private readonly parts: HostMountsParts) {}

  async prepare({ host, hosts }: HostSpace, view: HostView = {}): Promise<MountedHost> {
    const { asOptMl = false } = view;
    const names = hosts.map(({ name }) => name);
    const isAlone = names.length === 1;
    // Also the user who is root in a namespace is not bound by permission bits there.
    const readOnly = this.parts.isRoot || !isAlone ? (view.readOnly ?? []) : [];
    const plain = { hasOptMl: false, wrap: (command: Command): Command => command };
    if (isAlone && !asOptMl && !this.parts.isRoot) return plain;
    this.tools ??= this.tryMount();
    const range = `${names[0]} to ${names.at(-1)}`;
    const tools = await this.tools;
    if (tools !== undefined) {
      const own = join(host.folder, 'hosts');
      const lines = names.map((name, index) => `127.0.0.${index + 2} ${name}\n`).join('');
      await writeFile(own, lines + (await readFile(hostsFile, 'utf8')));
      const hasOptMl = asOptMl && existsSync('/opt');
      if (hasOptMl) await layOutOpt(host);
      const opt = hasOptMl ? optMlArguments(host) : undefined;
      return {
        ...(!isAlone && {
          note: `The hosts find each other as ${range}, at 127.0.0.2 to 127.0.0.${names.length + 1}.`,
        }),
        hasOptMl,
        wrap: ({ program, args, ...rest }) => ({
          ...rest,
          program: tools.unshare,
          args: this.mounting(tools, own, readOnly, opt, ...withOddVariables(tools.env, rest.env), program, ...args),
        }),
      };
    }
    if (isAlone) return plain;
    const known = await Promise.all(names.map((name) => this.isHere(name)));
    return {
      ...plain,
      note: known.every(Boolean)
        ? `The hosts find each other as ${range}: this machine knows the names.`
        : `The names ${range} do not resolve on this machine, where all hosts are 127.0.0.1: connect to that, or add the line '127.0.0.1 ${names.join(' ')}' to the machine's hosts file.`,
    };
  }

  /** @returns Undefined where there are no mounts, or the programs for them are not there. */
  private async tryMount(): Promise<MountTools | undefined> {
    if (!this.parts.hasMounts) return undefined;
    const [unshare, mount, env] = ['unshare', 'mount', 'env'].map((name) => this.parts.find(name));
    if (unshare === undefined || mount === undefined || env === undefined) return undefined;
    const tools = { unshare, mount, env };
    try {
      const { exitCode } = await this.parts.run(unshare, this.mounting(tools, hostsFile, [], undefined, 'true'));
      return exitCode === 0 ? tools : undefined;
    } catch {
      return undefined; // it cannot be started
    }
  }

  /** A user who is not root is root in the namespace, as in a container. */
  private mounting(
    { mount }: MountTools,
    hosts: string,
    readOnly: readonly string[],
    opt: readonly string[] | undefined,
    ...command: string[]
  ): string[] {
    const user = this.parts.isRoot ? [] : ['--user', '--map-root-user'];
    const own = `mount() { ${platform.quoted(mount)} "$@"; }`;
    const script = [own, ...(opt === undefined ? [] : [bindOptMl]), bindAll].join('\n');
    const shell = ['/bin/sh', '-c', script, hosts, ...(opt ?? []), ...readOnly, '--', ...command];
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

/** A shell such as dash drops variables that it could not name, of which SM_HP_LEARNING-RATE is one: `env` brings them back. */
function withOddVariables(envProgram: string, env: Command['env']): string[] {
  const odd = Object.entries(env).filter(([name]) => !/^[A-Za-z_]\w*$/.test(name));
  return odd.length === 0 ? [] : [envProgram, ...odd.map(([name, value]) => `${name}=${value}`)];
}

function onPath(program: string, searchPath: string): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** The mounts of the machine that this runs on. */
export function mountsOfThisMachine(): HostMounts {
  return new HostMounts({
    run: runProgram,
    find: (program) => onPath(program, process.env['PATH'] ?? ''),
    lookup: async (name) => (await lookup(name)).address,
    hasMounts: platform.hasProcFiles,
    isRoot: process.getuid?.() === 0,
  });
}
