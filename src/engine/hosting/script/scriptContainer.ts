import type { JobHost } from '../../execution/jobHosts.ts';
import type { Command } from '../../execution/process/childGroup.ts';
import type { EngineAccess } from '../../execution/python/childEnvironment.ts';
import type { HostMounts } from '../../execution/python/hostMounts.ts';
import type { PythonEnvironment } from '../../execution/python/pythonEnvironment.ts';
import type { RequirementsInstaller } from '../../execution/python/requirements.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import type { InstanceStart, UnpackedContainer } from '../preparedModel.ts';
import type { ServingTools } from '../servingTools.ts';
import type { PlacedScript } from './placeScript.ts';
import type { ScriptFamily } from './scriptFamily.ts';

/** What containers with a script need besides. */
export interface ScriptServingTools extends ServingTools {
  readonly objects: ObjectStore;
  readonly mounts: Pick<HostMounts, 'prepare'>;
  readonly installer: Pick<RequirementsInstaller, 'install'>;
  /** Asked when a container starts: the port is known only then. */
  readonly access: () => EngineAccess;
}

/** A model that a script answers for, as it was prepared. */
export interface ScriptModelParts {
  readonly family: ScriptFamily;
  readonly python: PythonEnvironment;
  readonly script: PlacedScript;
  readonly introduction: readonly string[];
  readonly unpacked: UnpackedContainer;
  readonly tools: ScriptServingTools;
}

/** One start of a container, with its place on this machine. */
export interface ContainerStart extends Required<Omit<InstanceStart, 'signal'>> {
  readonly signal?: AbortSignal;
  readonly host: JobHost;
  readonly env: Readonly<Record<string, string>>;
  readonly wrap: (command: Command) => Command;
}
