import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './paths.mjs';

const DOCS = join(ROOT, 'docs');
const DECISIONS = join(DOCS, 'decisions');
const read = (...path) => readFileSync(join(...path), 'utf8');

const records = readdirSync(DECISIONS)
  .filter(file => /^\d{4}-.*\.md$/.test(file))
  .map(file => {
    const text = read(DECISIONS, file);
    const superseded = /^Supersedes (\d+)\.$/m.exec(text)?.[1];
    return { file, title: /^# (.*)$/m.exec(text)?.[1], superseded };
  });

const lines = read(DECISIONS, 'README.md')
  .split('\n')
  .map(line => /^- \[(.*?)\]\((.*?)\): (.*)$/.exec(line))
  .filter(Boolean)
  .map(([, title, file, words]) => ({ title, file, words }));

test('every decision is in the list once, under its own title and in words', () => {
  const byFile = (one, other) => one.file.localeCompare(other.file);
  assert.deepEqual(
    lines.map(({ title, file }) => ({ title, file })).sort(byFile),
    records.map(({ title, file }) => ({ title, file })).sort(byFile),
  );
  assert.deepEqual(
    lines.filter(({ words }) => words.length < 20),
    [],
  );
});

test('each decision has a number of its own, which its file and its title say', () => {
  const numbers = records.map(({ file }) => Number(file.slice(0, 4)));
  assert.deepEqual(
    records.map(({ title }) => Number.parseInt(title, 10)),
    numbers,
  );
  assert.equal(new Set(numbers).size, numbers.length);
});

test('a decision that another one supersedes is marked with its number, and no other', () => {
  const marked = lines
    .map(({ title, words }) => [
      String(Number.parseInt(title, 10)),
      /\*\*Superseded by (\d+)\.\*\*$/.exec(words)?.[1],
    ])
    .filter(([, by]) => by);
  const told = records
    .filter(({ superseded }) => superseded)
    .map(({ title, superseded }) => [
      superseded,
      String(Number.parseInt(title, 10)),
    ]);
  assert.ok(told.length > 0);
  assert.deepEqual(marked.sort(), told.sort());
});

test('every document is in the index of docs/', () => {
  const index = read(DOCS, 'README.md');
  const documents = readdirSync(DOCS).filter(
    file => file.endsWith('.md') && file !== 'README.md',
  );
  assert.ok(documents.length > 0);
  assert.deepEqual(
    documents.filter(file => !index.includes(`](${file})`)),
    [],
  );
});
