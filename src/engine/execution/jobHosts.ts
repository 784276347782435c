import { join } from 'node:path';

/** One of a job's hosts: on this machine, a folder and a process of its own. */
export interface JobHost {
  /** `algo-1` to `algo-n`. */
  readonly name: string;
  /** Of this host alone, in the job's work folder. */
  readonly folder: string;
  /** Stands for `/opt/ml`; in the host's folder. */
  readonly mlRoot: string;
  readonly group: HostGroup;
}

/** Hosts of one instance type; a job without `InstanceGroups` has one such group. */
export interface HostGroup {
  readonly name: string;
  readonly instanceType: string;
  /** The names of its hosts. */
  readonly hosts: readonly string[];
}

interface InstanceGroup {
  readonly InstanceGroupName: string;
  readonly InstanceType: string;
  readonly InstanceCount: number;
}

/** What a request says of its hosts: of a training job, or, with the members of its `ClusterConfig`, of a processing job. */
export interface HostRequest {
  readonly ResourceConfig: {
    readonly InstanceType?: string;
    readonly InstanceCount?: number;
    readonly [member: string]: unknown;
  };
}

/** How many hosts a request asks for. */
export function hostCountOf(request: HostRequest): number {
  return groupsOf(request).reduce((sum, { InstanceCount }) => sum + InstanceCount, 0);
}

/** The hosts that a request asks for, at least one (a job of none is refused, and its log needs a host), named as SageMaker names them (contract, section 2). */
export function hostsOf(request: HostRequest, workFolder: string): JobHost[] {
  let number = 0;
  const isEmpty = hostCountOf(request) < 1;
  return groupsOf(request).flatMap((group, index) => {
    const length = isEmpty && index === 0 ? 1 : group.InstanceCount;
    const hosts = Array.from({ length }, () => `algo-${++number}`);
    const facts: HostGroup = { name: group.InstanceGroupName, instanceType: group.InstanceType, hosts };
    return hosts.map((name) => {
      const folder = join(workFolder, name);
      return { name, folder, mlRoot: join(folder, 'ml'), group: facts };
    });
  });
}

/** Of instance preferences, SageMaker takes the first that it has. */
function groupsOf({ ResourceConfig }: HostRequest): readonly InstanceGroup[] {
  const { InstanceGroups: groups, InstancePreferences: preferences } = ResourceConfig as {
    InstanceGroups?: InstanceGroup[];
    InstancePreferences?: Partial<InstanceGroup>[];
  };
  if (groups !== undefined && groups.length > 0) return groups;
  const { InstanceType = 'local', InstanceCount = 1 } = { ...ResourceConfig, ...preferences?.[0] };
  return [{ InstanceGroupName: 'homogeneousCluster', InstanceType, InstanceCount }];
}
