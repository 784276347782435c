import assert from 'node:assert/strict';
import { registryAddress } from '../../../../../src/engine/services/ecr/registryAddress.ts';

describe('the address of a container registry', () => {
  it('is spoken to without TLS on this machine alone, unless said otherwise', () => {
    const origins = [
      '127.0.0.1:5000',
      'localhost:5000',
      'registry.example',
      'http://registry.example:5000/',
      'https://localhost',
    ].map(registryAddress);
    assert.deepEqual(origins, [
      { host: '127.0.0.1:5000', origin: 'http://127.0.0.1:5000' },
      { host: 'localhost:5000', origin: 'http://localhost:5000' },
      { host: 'registry.example', origin: 'https://registry.example' },
      { host: 'registry.example:5000', origin: 'http://registry.example:5000' },
      { host: 'localhost', origin: 'https://localhost' },
    ]);
    assert.equal(registryAddress('127.0.0.1.evil.example').origin, 'https://127.0.0.1.evil.example');
  });
});
