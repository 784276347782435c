import type { Memory } from '../../connections/connectionsModel.ts';
import type { Connection } from '../../sagemaker/connection.ts';

/** What was picked once, and goes for the next jobs too: a role for each account, a bucket for each account and region. */
export class RunDefaults {
  constructor(private readonly memory: Memory) {}

  /** Both, for what a definition leaves out. */
  of(connection: Connection): { readonly roleArn?: string; readonly bucket?: string } {
    const [roleArn, bucket] = [this.roleOf(connection), this.bucketOf(connection)];
    return { ...(roleArn !== undefined && { roleArn }), ...(bucket !== undefined && { bucket }) };
  }

  roleOf(connection: Connection): string | undefined {
    return this.textAt(roleKey(connection));
  }

  async setRole(connection: Connection, arn: string | undefined): Promise<void> {
    await this.memory.update(roleKey(connection), arn);
  }

  bucketOf(connection: Connection): string | undefined {
    return this.textAt(bucketKey(connection));
  }

  async setBucket(connection: Connection, bucket: string | undefined): Promise<void> {
    await this.memory.update(bucketKey(connection), bucket);
  }

  private textAt(key: string): string | undefined {
    const stored = this.memory.get(key);
    return typeof stored === 'string' ? stored : undefined;
  }
}

const roleKey = ({ accountId }: Connection): string => `sagemakerWorkbench.role.${accountId}`;
const bucketKey = ({ accountId, region }: Connection): string => `sagemakerWorkbench.bucket.${accountId}.${region}`;
