import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { Predictor } from './predictor.ts';
import type { ServedContainer } from './servedModel.ts';

/** What is to be served: the containers of a model, and how they are started. */
export interface ServedModel {
  /** One, or a pipeline in its order. */
  readonly containers: readonly ServedContainer[];
  /** What the service adds to each container's own Environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly wish: RunnerWish;
  /** Of this model alone; its artifacts are unpacked there once, for all its instances. */
  readonly folder: string;
}

/** One container whose artifact is unpacked. */
export interface UnpackedContainer {
  readonly container: ServedContainer;
  /** The container's own, and what the service adds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly wish: RunnerWish;
  /** Stands for `/opt/ml/model`; empty where the container has no artifact. */
  readonly modelFolder: string;
}

/** One start of a model. */
export interface InstanceStart {
  /** Of this instance alone. */
  readonly folder: string;
  /** Takes each line that a program logs. @param container - Which of a pipeline logs it; left out where there is one only. */
  readonly log: (line: string, container?: string) => void | Promise<void>;
  /** Milliseconds; four minutes, as the service waits, unless said otherwise. */
  readonly loadTimeout?: number;
  /** Ends what is being loaded. */
  readonly signal?: AbortSignal;
}

/** A model that is there and recognised; every instance of it is opened from here. */
export interface PreparedModel {
  /** @throws JobFailure when it cannot be loaded, saying why. */
  open(start: InstanceStart): Promise<Predictor>;
}

/** Until when a container must answer its pings, in milliseconds (contract, section 7). */
export const defaultLoadTimeout = 4 * 60_000;
