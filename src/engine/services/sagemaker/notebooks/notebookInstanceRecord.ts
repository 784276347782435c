import type { JsonObject } from '../../../server/jsonService.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { Tag } from '../tagOwner.ts';

export type NotebookStatus = 'Pending' | 'InService' | 'Stopping' | 'Stopped' | 'Failed' | 'Deleting';

/** What an instance is made of: the members of `CreateNotebookInstance` that are not its name or its tags, as they came. */
export interface NotebookSettings extends JsonObject {
  readonly InstanceType: string;
  readonly RoleArn: string;
  readonly VolumeSizeInGB?: number;
  readonly LifecycleConfigName?: string;
  readonly DefaultCodeRepository?: string;
  readonly AdditionalCodeRepositories?: readonly string[];
}

export interface NotebookInstanceRecord {
  readonly name: string;
  readonly arn: string;
  settings: NotebookSettings;
  tags: readonly Tag[];
  status: NotebookStatus;
  failureReason?: string | undefined;
  /** Its OnCreate script has run, which is run once. */
  isCreated: boolean;
  /** Epoch seconds. */
  readonly creationTime: number;
  lastModifiedTime: number;
}

/** What the store keeps in memory of an instance. */
export function summarizeNotebookInstance(record: NotebookInstanceRecord): ResourceSummary {
  const { name, status, creationTime, lastModifiedTime } = record;
  return { name, status, creationTime, lastModifiedTime };
}

/** An entry of `ListNotebookInstances`. @param url - Where Jupyter answers; undefined while it does not. */
export function notebookSummary(record: NotebookInstanceRecord, url: string | undefined): JsonObject {
  const { settings } = record;
  return {
    NotebookInstanceName: record.name,
    NotebookInstanceArn: record.arn,
    NotebookInstanceStatus: record.status,
    ...(url !== undefined && { Url: url }),
    InstanceType: settings.InstanceType,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    ...(settings.LifecycleConfigName !== undefined && {
      NotebookInstanceLifecycleConfigName: settings.LifecycleConfigName,
    }),
    ...(settings.DefaultCodeRepository !== undefined && { DefaultCodeRepository: settings.DefaultCodeRepository }),
    ...(settings.AdditionalCodeRepositories !== undefined && {
      AdditionalCodeRepositories: settings.AdditionalCodeRepositories,
    }),
  };
}

/** What the service gives an instance that asks for none (API reference, CreateNotebookInstance). */
export const defaultVolume = 5;

/** The answer of `DescribeNotebookInstance`. */
export function describeNotebook(record: NotebookInstanceRecord, url: string | undefined): JsonObject {
  const { LifecycleConfigName, SecurityGroupIds, ...settings } = record.settings;
  return {
    // What the service fills in (API reference, CreateNotebookInstance).
    DirectInternetAccess: 'Enabled',
    VolumeSizeInGB: defaultVolume,
    RootAccess: 'Enabled',
    ...settings,
    ...(SecurityGroupIds !== undefined && { SecurityGroups: SecurityGroupIds }),
    ...notebookSummary(record, url),
    ...(record.failureReason !== undefined && { FailureReason: record.failureReason }),
  };
}

/** What makes no difference on this machine, as the end of a sentence that begins with the engine's name. */
const ignoredMembers: Readonly<Record<string, string>> = {
  SubnetId: 'runs it on this machine, in no VPC',
  SecurityGroupIds: 'runs it on this machine, in no VPC',
  KmsKeyId: 'does not encrypt the disk of this machine',
  AcceleratorTypes: 'has no accelerators to attach',
  VolumeSizeInGB: "keeps its folder on this machine's disk, which has what room it has",
  RootAccess: 'gives it no more and no less than its own rights',
  PlatformIdentifier: 'runs it on the system of this machine',
  IpAddressType: 'serves it on 127.0.0.1',
  InstanceMetadataServiceConfiguration: 'has no instance metadata',
};

/** Lines for an instance's log, so that nothing is ignored in silence. */
export function notebookNotes(settings: NotebookSettings): string[] {
  const lines = Object.entries(ignoredMembers)
    .filter(([member]) => settings[member] !== undefined)
    .map(([member, instead]) => `${member} is not honoured: the local engine ${instead}.`);
  const isIsolated = settings['DirectInternetAccess'] === 'Disabled';
  return isIsolated
    ? [...lines, 'DirectInternetAccess is not honoured: the local engine does not keep it from the network.']
    : lines;
}
