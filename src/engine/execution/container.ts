/** What a runner hands to the program that stands for a training image. */
export interface ContainerHost {
  /** Absolute path of the directory that stands for `/opt/ml` (contract, section 1). */
  readonly mlRoot: string;
  /** The image's tag, e.g. `1.7-1`: a version means that version's behaviour. */
  readonly imageTag: string;
  /** One line of the container's output, without its line end. */
  log(line: string): void;
  /** True once SIGTERM would have been sent; polled between rounds. */
  stopRequested(): boolean;
}

/** How the container ended, as Docker would report it. */
export interface ContainerExit {
  readonly exitCode: number;
  /** What its output says of the reason why it failed, where nothing else does. */
  readonly said?: string;
}
