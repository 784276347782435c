/** What differs between the versions of XGBoost that the images hold. */
export interface ImageVersion {
  /** `1.7`; image `1` (and `latest`) holds 0.72. */
  readonly text: string;
  /** Up to 0.90 a metric is printed with six significant digits, from 1.0 on with five decimals. */
  readonly sixDigits: boolean;
  /** Image `1` announces early stopping on stdout; later ones are silent about it. */
  readonly announcesEarlyStopping: boolean;
  /**
   * Up to 1.2 early stopping looks at the last metric of the last dataset and keeps every tree; from 1.3 on it needs a named metric and
   * a validation channel, and keeps the trees up to the best round.
   */
  readonly earlyStoppingByName: boolean;
  /** From 1.3 on binary:logistic is measured by logloss, before by error. */
  readonly logisticMetric: 'logloss' | 'error';
  /** The same change for the multi-class objectives. */
  readonly multiclassMetric: 'mlogloss' | 'merror';
  /** Up to 1.2 the model file is a pickle, whose features the container counts itself before it predicts. */
  readonly picklesModel: boolean;
  /** From 1.2-2 on an answer follows the request's Accept; before it is one line with commas. */
  readonly encodesByAccept: boolean;
  /** From 1.0 on SAGEMAKER_INFERENCE_OUTPUT chooses what an answer holds. */
  readonly selectsContent: boolean;
  /** From 2.0 on `base_score` is estimated from the labels and `tree_method` defaults to hist. */
  readonly estimatesBaseScore: boolean;
}

/** The behaviour of the image with this tag, e.g. `1.7-1`; a tag without a version, such as `1` or `latest`, is the oldest image's. */
export function imageVersion(tag: string): ImageVersion {
  const match = /^(\d+)\.(\d+)(-|$)/.exec(tag);
  const [major, minor] = match ? [Number(match[1]), Number(match[2])] : [0, 72];
  const since = (wantedMajor: number, wantedMinor: number): boolean =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return {
    text: `${major}.${minor}`,
    sixDigits: !since(1, 0),
    announcesEarlyStopping: !since(0, 90),
    earlyStoppingByName: since(1, 3),
    logisticMetric: since(1, 3) ? 'logloss' : 'error',
    multiclassMetric: since(1, 3) ? 'mlogloss' : 'merror',
    picklesModel: !since(1, 3),
    encodesByAccept: since(1, 2) && !/^1\.2-1(-|$)/.test(tag),
    selectsContent: since(1, 0),
    estimatesBaseScore: since(2, 0),
  };
}
