import assert from 'node:assert/strict';
import { mergeFolders } from '../../../../src/engine/execution/mergeFolders.ts';
import type { FolderEntry } from '../../../../src/engine/execution/modelArtifact.ts';

describe('the folders of several hosts, put together', () => {
  const link = (host: string, name: string): FolderEntry => ({ name, type: 'symlink', linkname: 'x', path: host });
  const folder = (name: string): FolderEntry => ({ name, type: 'directory' });
  const host = (name: string, ...entries: (string | FolderEntry)[]) => ({
    host: name,
    entries: entries.map((entry) => (typeof entry === 'string' ? link(name, entry) : entry)),
  });
  const kept = (...folders: ReturnType<typeof host>[]) =>
    mergeFolders(folders).entries.map((entry) => `${entry.name}${'path' in entry ? ` of ${entry.path}` : '/'}`);

  it('holds what each host wrote, in the order of the names', () => {
    const merged = mergeFolders([host('algo-1', 'b', 'd/e'), host('algo-2', 'a', 'd/c')]);
    assert.deepEqual(
      merged.entries.map(({ name }) => name),
      ['a', 'b', 'd/c', 'd/e'],
    );
    assert.deepEqual(merged.clashes, []);
  });

  it('keeps the later host’s file of two with the same name, and says so once for two hosts', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const folders = [host('algo-1', ...names, 'own'), host('algo-2', ...names), host('algo-3', 'own')];
    assert.deepEqual(kept(...folders), [...names.map((name) => `${name} of algo-2`), 'own of algo-3']);
    assert.deepEqual(mergeFolders(folders).clashes, [
      "algo-1 and algo-2 both wrote 5 files of the same names ('a', 'b', 'c' and 2 more); what algo-2 wrote is kept.",
      "algo-1 and algo-3 both wrote a file of the same name ('own'); what algo-3 wrote is kept.",
    ]);
  });

  it('never holds a file where another needs a folder', () => {
    assert.deepEqual(kept(host('algo-1', 'model'), host('algo-2', 'model/1')), ['model/1 of algo-2']);
    assert.deepEqual(kept(host('algo-1', 'model/1/a', 'model/1/b', 'models'), host('algo-2', 'model')), [
      'model of algo-2',
      'models of algo-1',
    ]);
  });

  it('says nothing of folders that more than one host left empty', () => {
    const folders = [host('algo-1', folder('logs')), host('algo-2', folder('logs')), host('algo-3', 'logs/a')];
    assert.deepEqual(kept(...folders), ['logs/a of algo-3']);
    assert.deepEqual(mergeFolders(folders).clashes, []);
  });
});
