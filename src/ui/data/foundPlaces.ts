import type { Memory } from '../../connections/connectionsModel.ts';
import { readS3Place, s3Uri, type S3Place } from '../../sagemaker/s3/s3Place.ts';

const memoryKey = 'sagemakerWorkbench.data.found';

/** What was looked for in the Data view, one place per connection; this workspace remembers it. */
export class FoundPlaces {
  constructor(private readonly memory: Memory) {}

  of(connectionId: string): S3Place | undefined {
    const uri = this.stored[connectionId];
    return typeof uri === 'string' ? readS3Place(uri) : undefined;
  }

  /** @param place - Undefined forgets it. */
  async set(connectionId: string, place: S3Place | undefined): Promise<void> {
    const others = Object.entries(this.stored).filter(([id]) => id !== connectionId);
    const own = place === undefined ? [] : [[connectionId, s3Uri(place)]];
    await this.memory.update(memoryKey, Object.fromEntries([...others, ...own]));
  }

  private get stored(): Record<string, unknown> {
    const stored = this.memory.get(memoryKey);
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  }
}
