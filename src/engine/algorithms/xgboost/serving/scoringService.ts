import type { Invocation, InvocationAnswer } from '../../../hosting/predictor.ts';
import { imageVersion, type ImageVersion } from '../imageVersion.ts';
import { predict, type XgboostModel } from '../model.ts';
import { servedContentType, type ServedContentType } from './contentType.ts';
import { encodeAnswer } from './encodeAnswer.ts';
import { PayloadError, readPayload, type PayloadRows } from './payload.ts';
import { chosenKeys, encodeSelected } from './selectedContent.ts';

/** How the image was started. */
export interface ServingOptions {
  /** The image's tag. */
  readonly imageTag: string;
  /** SAGEMAKER_BATCH. */
  readonly batch: boolean;
  /** SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT. */
  readonly defaultAccept: string;
  /** MAX_CONTENT_LENGTH, in bytes. */
  readonly maxContentLength: number;
  /** SAGEMAKER_INFERENCE_OUTPUT. */
  readonly inferenceOutput?: string | undefined;
}

/** The image refuses a request. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const accepts: readonly string[] = [
  'application/json',
  'application/jsonlines',
  'application/x-recordio-protobuf',
  'text/csv',
];

/** Answers requests for one model as the built-in XGBoost image does (sagemaker-xgboost-container, algorithm_mode/serve.py). */
export class ScoringService {
  private readonly version: ImageVersion;
  private readonly model: XgboostModel;
  private readonly chosen: readonly string[] | undefined;

  constructor(
    model: XgboostModel,
    private readonly options: ServingOptions,
  ) {
    this.version = imageVersion(options.imageTag);
    this.chosen = chosenKeys(options.inferenceOutput, this.version);
    // The image predicts with the trees up to the best round (ntree_limit).
    const rounds = Number(model.attributes['best_ntree_limit'] ?? 0);
    this.model = rounds > 0 ? { ...model, trees: model.trees.slice(0, rounds * model.outputs) } : model;
  }

  answer({ body, contentType, accept }: Invocation): InvocationAnswer {
    try {
      if (body.length > this.options.maxContentLength)
        throw new Refusal(413, 'The data value transmitted exceeds the capacity limit.');
      if (body.length === 0) return said(204, '');
      const predictions = this.predict(body, contentType);
      const accepted = this.accepted(accept);
      const encoded =
        this.chosen === undefined
          ? this.encode(predictions, accepted)
          : this.encodeChosen(predictions, accepted, this.chosen);
      return said(200, encoded, accepted);
    } catch (error) {
      if (error instanceof Refusal) return said(error.status, error.message);
      throw error;
    }
  }

  private encode(predictions: Float32Array, accept: string): string {
    const width = this.model.objective === 'multi:softprob' ? this.model.outputs : 1;
    const { batch } = this.options;
    const text = encodeAnswer(predictions, width, { version: this.version, accept, batch });
    if (text === undefined) throw new Refusal(500, `Content type ${accept} is not supported by this framework.`);
    return text;
  }

  private encodeChosen(predictions: Float32Array, accept: string, keys: readonly string[]): Buffer {
    const { batch } = this.options;
    const encoded = encodeSelected(predictions, this.model, { keys, accept, batch });
    if (encoded === undefined)
      throw new Refusal(500, `Cannot encode selected predictions into accept type '${accept}'.`);
    return encoded;
  }

  private predict(body: Uint8Array, contentType: string | undefined): Float32Array {
    const type = servedContentType(contentType);
    if (typeof type !== 'string') throw new Refusal(415, type.problem);
    const rows = payloadOf(body, type);
    const problem = this.sizeProblem(rows, type) ?? this.columnProblem(rows);
    if (problem !== undefined) throw new Refusal(400, `Unable to evaluate payload provided: ${problem}`);
    return predict(this.model, fitted(rows, this.model.columns));
  }

  /** What the image checks where the model is a pickle. */
  private sizeProblem({ columns }: PayloadRows, type: ServedContentType): string | undefined {
    const trained = this.model.columns;
    if (!this.version.picklesModel) return undefined;
    if (type === 'libsvm')
      return columns > trained + 1
        ? `Feature size of libsvm inference data ${columns} is larger than feature size of trained model ${trained}.`
        : undefined;
    return trained === columns || trained === columns + 1
      ? undefined
      : `Feature size of ${type} inference data ${columns} is not consistent with feature size of trained model ${trained}.`;
  }

  /** What libxgboost itself checks. */
  private columnProblem({ columns }: PayloadRows): string | undefined {
    if (columns <= this.model.columns) return undefined;
    return `Check failed: learner_model_param_.num_feature >= p_fmat->Info().num_col_ (${this.model.columns} vs. ${columns}) : Number of columns does not match number of features in booster.`;
  }

  private accepted(header: string | undefined): string {
    if (!this.version.encodesByAccept && this.chosen === undefined) return 'text/csv'; // whatever is asked
    const [name = ''] = (header ?? '').split(';');
    const accept = name.trim();
    if (accept === '' || accept === '*/*') return this.options.defaultAccept;
    if (accepts.includes(accept.toLowerCase())) return accept.toLowerCase();
    const known = accepts.map((one) => `'${one}'`).join(', ');
    throw new Refusal(406, `Accept type ${accept} is not supported. Please use supported accept types: [${known}].`);
  }
}

function payloadOf(body: Uint8Array, type: ServedContentType): PayloadRows {
  try {
    return readPayload(body, type);
  } catch (error) {
    if (error instanceof PayloadError) throw new Refusal(415, error.message);
    throw error;
  }
}

/** With as many columns as the model has: what the payload lacks is missing. */
function fitted({ rows, columns, values }: PayloadRows, wanted: number): Float32Array {
  if (columns === wanted) return values;
  const fitting = new Float32Array(rows * wanted).fill(NaN);
  const shared = Math.min(columns, wanted);
  for (let row = 0; row < rows; row++)
    fitting.set(values.subarray(row * columns, row * columns + shared), row * wanted);
  return fitting;
}

/** Flask, which answers in the image, names the charset of text. */
function said(status: number, content: string | Buffer, mimetype = 'text/html'): InvocationAnswer {
  const contentType = mimetype.startsWith('text/') ? `${mimetype}; charset=utf-8` : mimetype;
  return { status, contentType, body: typeof content === 'string' ? Buffer.from(content) : content };
}
