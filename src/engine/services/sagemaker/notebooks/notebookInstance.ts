import { describeChain, messageOf } from '../../../../shared/errors.ts';
import type { Clock } from '../../../../shared/clock.ts';
import type { NotebookRun } from '../../../notebooks/notebookRun.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { NotebookInstanceRecord, NotebookStatus } from './notebookInstanceRecord.ts';

/** Of a FailureReason (botocore's model). */
const longestReason = 1024;

export interface NotebookInstanceParts {
  /** What the record asks for, not started yet. @throws Error with a sentence when that is not to be had. */
  readonly prepare: (record: NotebookInstanceRecord) => Promise<NotebookRun>;
  /** Writes the record durably. */
  readonly store: (record: NotebookInstanceRecord) => Promise<void>;
  /** Forgets it, with its folder. */
  readonly remove: (record: NotebookInstanceRecord) => Promise<void>;
  readonly clock: Clock;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** One notebook instance: its record and, while it is Pending or InService, what runs. */
export class NotebookInstance {
  private run: NotebookRun | undefined;
  /** The change that is under way. */
  private change: Promise<void> = Promise.resolve();
  private isAbandoned = false;

  constructor(
    readonly record: NotebookInstanceRecord,
    private readonly parts: NotebookInstanceParts,
  ) {}

  /** Where Jupyter answers, in the form of AWS's Url: without scheme. */
  get address(): string | undefined {
    return this.record.status === 'InService' ? this.run?.address : undefined;
  }

  /** What a browser opens. @throws AwsError ValidationException while it is not InService. */
  authorizedUrl(): string {
    if (this.record.status === 'InService' && this.run !== undefined) return this.run.url;
    throw this.refused(['InService'], 'Unable to create a presigned URL');
  }

  /** Brings the instance to what its record says: after it was made, or after the engine was started again. */
  open(): void {
    const { status } = this.record;
    if (status === 'Pending' || status === 'InService')
      this.begin(() => this.note('Pending').then(() => this.bringUp()));
    else if (status === 'Stopping') this.begin(() => this.note('Stopped'));
    else if (status === 'Deleting') this.begin(() => this.parts.remove(this.record));
  }

  /** @throws AwsError ValidationException, as the other changes do, when its status does not allow it. */
  async start(): Promise<void> {
    this.expect(['Stopped', 'Failed'], 'Pending');
    await this.note('Pending', { failureReason: undefined });
    this.begin(() => this.bringUp());
  }

  async stop(): Promise<void> {
    this.expect(['InService'], 'Stopping');
    await this.note('Stopping');
    this.begin(() => this.takeDown());
  }

  async delete(): Promise<void> {
    this.expect(['Stopped', 'Failed'], 'Deleting');
    await this.note('Deleting');
    this.begin(() => this.parts.remove(this.record));
  }

  /** New settings, of which the next start knows. */
  async update(settings: NotebookInstanceRecord['settings']): Promise<void> {
    this.expect(['Stopped', 'Failed'], 'Updating');
    await this.note('Stopped', { settings, failureReason: undefined });
  }

  /** Before the engine ends: the next one starts it again. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    await this.run?.close();
    await this.change;
  }

  private async bringUp(): Promise<void> {
    try {
      this.run = await this.parts.prepare(this.record);
      if (this.isAbandoned) return;
      await this.run.start();
    } catch (error) {
      this.run = undefined;
      return this.note('Failed', { failureReason: messageOf(error).slice(0, longestReason) });
    }
    await this.note('InService');
  }

  private async takeDown(): Promise<void> {
    await this.run?.close();
    this.run = undefined;
    await this.note('Stopped');
  }

  private begin(change: () => Promise<void>): void {
    this.change = change().catch((error: unknown) =>
      this.parts.report(`The notebook instance ${this.record.name} could not be changed: ${describeChain(error)}`),
    );
  }

  private expect(allowed: readonly NotebookStatus[], next: string): void {
    if (!allowed.includes(this.record.status)) throw this.refused(allowed, `Unable to transition to (${next})`);
  }

  /** The service's words: aws/amazon-sagemaker-examples issues 1094 and 1798. */
  private refused(allowed: readonly NotebookStatus[], unable: string): AwsError {
    const { status, arn } = this.record;
    return new AwsError(
      'ValidationException',
      `Status (${status}) not in ([${allowed.join(', ')}]). ${unable} for Notebook Instance (${arn}).`,
    );
  }

  private async note(status: NotebookStatus, more: Partial<NotebookInstanceRecord> = {}): Promise<void> {
    if (this.isAbandoned) return;
    Object.assign(this.record, more, { status, lastModifiedTime: this.parts.clock.now() / 1000 });
    await this.parts.store(this.record);
  }
}
