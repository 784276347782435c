import type { PredictionsModel } from '../../sagemaker/predictions/predictionsModel.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import type { InvocationSender } from './invocationSender.ts';

/** What a panel is opened with. */
export interface PanelContent {
  /** The endpoint or transform job. */
  readonly target: ResourceTarget;
  readonly model: PredictionsModel;
  /** The account and region, for a profile may come to mean another account. */
  readonly connectionId: string | undefined;
  /** How a person knows the place. */
  readonly connection: string;
  /** What texts are sent with; absent for a batch transform. */
  readonly sender?: InvocationSender | undefined;
  /** Ends what is under way. */
  readonly cancel?: (() => void) | undefined;
}

/** What is opened, and under which name its rows are kept; without one there are none. */
export interface OpenedPredictions extends PanelContent {
  readonly id?: string | undefined;
}
