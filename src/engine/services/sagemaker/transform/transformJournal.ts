import { RecordJournal } from '../recordJournal.ts';
import type { TransformJobRecord } from './transformJobRecord.ts';

/** The only writer of a transform job's record. */
export class TransformJournal extends RecordJournal<TransformJobRecord> {}
