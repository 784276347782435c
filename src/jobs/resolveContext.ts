import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import type { Clock } from '../shared/clock.ts';
import type { DefinitionFiles } from './definitionFiles.ts';

/** What a connection contributes to a request. */
interface SubmitTarget {
  readonly kind: 'local' | 'aws';
  readonly region: string;
  readonly accountId: string;
  /** For definitions without RoleArn; the local engine needs none of its own. */
  readonly roleArn?: string;
  /** For uploads and artifacts; SageMaker's own default bucket when not set. */
  readonly bucket?: string;
}

export interface ResolveContext {
  readonly target: SubmitTarget;
  readonly model: ServiceModel;
  readonly files: DefinitionFiles;
  readonly workspaceRoot: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}
