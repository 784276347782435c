import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';

/** Names that each can be had once, whichever window asks first. */
export interface Slots {
  /** @returns False where somebody has it. */
  claim(name: string): Promise<boolean>;
  isTaken(name: string): Promise<boolean>;
  names(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

/** Slots as empty files that are created exclusively: no window leads, and one that is killed leaves nothing locked. */
export class SlotFolder implements Slots {
  constructor(private readonly folder: string) {}

  async claim(name: string): Promise<boolean> {
    try {
      return await this.create(name);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(this.folder, { recursive: true });
      return this.create(name);
    }
  }

  async isTaken(name: string): Promise<boolean> {
    try {
      await stat(join(this.folder, name));
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  async names(): Promise<readonly string[]> {
    return readdir(this.folder);
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }

  private async create(name: string): Promise<boolean> {
    try {
      await (await open(join(this.folder, name), 'wx')).close();
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }
}
