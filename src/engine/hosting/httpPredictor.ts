import { Agent, request, type IncomingMessage } from 'node:http';
import type { Clock } from '../../shared/clock.ts';
import { codeOf, messageOf } from '../../shared/errors.ts';
import { platform } from '../../shared/node/platform.ts';
import type { Command } from '../execution/process/childGroup.ts';
import { groupUsage, type Usage } from '../execution/process/groupUsage.ts';
import { defaultParameters, readExecutionParameters } from './executionParameters.ts';
import {
  PredictorGoneError,
  type ExecutionParameters,
  type Invocation,
  type InvocationAnswer,
  type Predictor,
} from './predictor.ts';
import { ServingProcess, type ServingProcessOptions } from './servingProcess.ts';
import { UnhealthyContainer } from './unhealthyContainer.ts';

/** Milliseconds that a container has to answer a ping (contract, section 7). */
const pingTimeout = 2000;
/** Milliseconds between a program's last connection and the news of its end. */
const endPatience = 200;
const ownHeader = /^x-amzn-sagemaker-/;

interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array;
  /** Breaks it off. */
  readonly signal?: AbortSignal | undefined;
}

/** A container that speaks HTTP on this machine, as SageMaker's own do. */
export class HttpPredictor implements Predictor {
  readonly name = 'python';
  readonly onDidEnd: Predictor['onDidEnd'];
  executionParameters = defaultParameters;
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly process: ServingProcess,
    private readonly port: number,
    private readonly clock: Clock,
    private readonly log: ServingProcessOptions['log'],
    readonly introduction: readonly string[],
  ) {
    this.onDidEnd = process.onDidEnd;
  }

  /** @throws JobFailure as `ServingProcess.start`. */
  static async open(
    command: Command,
    options: ServingProcessOptions,
    introduction: readonly string[],
  ): Promise<HttpPredictor> {
    const { process, port } = await ServingProcess.start(command, options);
    const predictor = new HttpPredictor(process, port, options.clock, options.log, introduction);
    const limit = options.loadTimeout;
    const late = `The container did not answer GET /execution-parameters within ${Math.round(limit / 1000)} seconds.`;
    const abort = (): void => void process.close(0);
    options.signal?.addEventListener('abort', abort);
    const answer = await predictor.inTime(predictor.askParameters().catch(messageOf), limit, late);
    options.signal?.removeEventListener('abort', abort);
    if (typeof answer === 'string') {
      await predictor.close();
      throw new UnhealthyContainer(`ClientError: ${answer}`);
    }
    predictor.executionParameters = answer;
    return predictor;
  }

  /** Of the process that answers. */
  get pid(): number {
    return this.process.pid;
  }

  async ping(): Promise<boolean> {
    const late = new AbortController(); // pings that nobody waits for must not pile up
    const answered = this.call({ method: 'GET', path: '/ping', signal: late.signal }).then(
      ({ status }) => status === 200,
      () => false, // it is not well, whatever the reason
    );
    const inTime = await this.inTime(answered, pingTimeout, undefined);
    if (inTime === undefined) late.abort();
    return inTime ?? false;
  }

  invoke(
    { body, contentType, accept, isChunked, headers = {} }: Invocation,
    signal?: AbortSignal,
  ): Promise<InvocationAnswer> {
    return this.call({
      signal,
      method: 'POST',
      path: '/invocations',
      headers: {
        ...headers,
        ...(contentType !== undefined && { 'Content-Type': contentType }),
        ...(accept !== undefined && { Accept: accept }),
        ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length }),
      },
      body,
    });
  }

  usage(): Promise<Usage | undefined> {
    return groupUsage(this.pid);
  }

  async close(grace = 0): Promise<void> {
    await this.process.close(grace);
    this.agent.destroy();
  }

  /** @param late - What stands for an answer that takes longer. */
  private async inTime<A, L>(answer: Promise<A>, milliseconds: number, late: L): Promise<A | L> {
    let timer: { dispose(): void } | undefined;
    const end = new Promise<L>((resolve) => (timer = this.clock.schedule(() => resolve(late), milliseconds)));
    return Promise.race([answer, end]).finally(() => timer?.dispose());
  }

  /** Why it ended, which is heard a moment after its connections break off; undefined where it goes on. */
  private async endSoon(): Promise<string | undefined> {
    let listening: { dispose(): void } | undefined;
    const end = new Promise<string>((resolve) => (listening = this.onDidEnd(resolve)));
    return this.inTime(end, endPatience, undefined).finally(() => listening?.dispose());
  }

  private async askParameters(): Promise<ExecutionParameters> {
    const { status, body } = await this.call({ method: 'GET', path: '/execution-parameters' });
    if (status !== 200) return defaultParameters;
    return readExecutionParameters(Buffer.from(body).toString('utf8'), (line) => void this.log(line));
  }

  private async call({ method, path, headers = {}, body, signal }: HttpCall): Promise<InvocationAnswer> {
    if (this.process.end !== undefined) throw new PredictorGoneError(this.process.end, { wasDelivered: false });
    let hasAnswer = false;
    try {
      return await new Promise<InvocationAnswer>((resolve, reject) => {
        const { agent, port } = this;
        const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
          hasAnswer = true;
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            signal?.removeEventListener('abort', breakOff); // its connection is kept for others
            resolve(answerOf(response, Buffer.concat(parts)));
          });
        });
        const breakOff = (): void => void sent.destroy(new Error('nobody waits for its answer any more'));
        signal?.addEventListener('abort', breakOff);
        sent.on('error', reject);
        sent.end(body);
      });
    } catch (error) {
      const brokeOff = `The program that answers for the model broke off (${messageOf(error)}).`;
      throw new PredictorGoneError(signal?.aborted ? brokeOff : ((await this.endSoon()) ?? brokeOff), {
        wasDelivered: hasAnswer || !isUnread(error),
        cause: error,
      });
    }
  }
}

/**
 * Whether a request cannot have been read to its end. What is sent to a process that dies is taken until the kernel has freed its memory; then
 * Linux resets the connection where something of the request is unread (tcp_close), and ends it in order, which Node calls a hang-up and no
 * error of the system, where all was read: that one may have been worked on.
 */
function isUnread(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  const isReset = platform.hasProcFiles && code === 'ECONNRESET' && error instanceof Error && 'syscall' in error;
  return isReset || ['ECONNREFUSED', 'EPIPE'].includes(code);
}

function answerOf({ statusCode = 500, headers }: IncomingMessage, body: Buffer): InvocationAnswer {
  const own = Object.entries(headers).filter(([name]) => ownHeader.test(name));
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? 'application/octet-stream',
    body,
    headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
  };
}
