import type { JsonObject } from '../../../server/jsonService.ts';
import { defaultVolume, type NotebookSettings } from './notebookInstanceRecord.ts';

/** What each of these takes away when it is true. */
const disassociations = {
  DisassociateLifecycleConfig: 'LifecycleConfigName',
  DisassociateAcceleratorTypes: 'AcceleratorTypes',
  DisassociateDefaultCodeRepository: 'DefaultCodeRepository',
  DisassociateAdditionalCodeRepositories: 'AdditionalCodeRepositories',
} as const;

const ofNoSetting = new Set(['NotebookInstanceName', 'Tags']);

/** The settings after `CreateNotebookInstance` or `UpdateNotebookInstance`; what the request does not name stays. */
export function settingsWith(settings: JsonObject, request: JsonObject): NotebookSettings {
  const taken = Object.entries(disassociations)
    .filter(([flag]) => request[flag] === true)
    .map(([, member]) => member as string);
  const kept = Object.entries(settings).filter(([member]) => !taken.includes(member));
  const given = Object.entries(request).filter(
    ([member, value]) =>
      !ofNoSetting.has(member) && !Object.hasOwn(disassociations, member) && value !== undefined && value !== null,
  );
  return { ...Object.fromEntries(kept), ...Object.fromEntries(given) } as NotebookSettings;
}

/** A volume only grows (API reference, UpdateNotebookInstance). @returns One sentence, in our words. */
export function shrinkProblem(
  { VolumeSizeInGB: present = defaultVolume }: NotebookSettings,
  { VolumeSizeInGB: wanted = defaultVolume }: NotebookSettings,
): string | undefined {
  if (wanted >= present) return undefined;
  return `VolumeSizeInGB cannot be decreased from ${present} to ${wanted}: create another notebook instance with the size that you want.`;
}
