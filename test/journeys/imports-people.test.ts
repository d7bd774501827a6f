import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded');
  await rollcall.ada.types('/audience');
});
afterAll(() => rollcall?.close());

const good = Array.from({ length: 30 }, (_, n) => `in${n}@x.org,Oslo`).join('\n');
const bad = Array.from({ length: 30 }, (_, n) => `nobody${n},Rome`).join('\n');

it('goes back from the preview to the columns, with what was chosen there', async () => {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ 'A CSV file, up to 10 MB': { name: 'new.csv', bytes: `Email,City\n${good}\n${bad}\n` } });
  await ada.submits();
  await ada.seesModal('check how each column is read');
  await ada.fills({
    'Did these people agree to get mail from you?': 'They agreed to get mail',
    'People who are already contacts': 'Leave them as they are',
  });
  await ada.submits();
  await ada.seesModal('This is what would happen');
  await ada.clicks('Change columns');
  const { blocks, text } = await ada.seesModal('check how each column is read');
  const chosen = JSON.stringify(blocks).match(/"initial_option":\{"value":"(?:subscribed|keep)"/g);
  expect(chosen).toHaveLength(2);
  expect(text).toContain('60 rows');
  await ada.submits();
  expect((await ada.seesModal('This is what would happen')).text).toContain(
    'New contacts are subscribed unless',
  );
});

it('lists who came in, and turns the pages of what was rejected', async () => {
  const { ada } = rollcall;
  await ada.submits();
  await ada.seesModal('Imported *new.csv*');
  await ada.clicks('See who came in');
  expect((await ada.seesModal('Added by the import of *new.csv*')).text).toContain('1–25 of 30');
  await ada.clicks('Next');
  expect((await ada.seesModal('26–30 of 30')).text).toContain('in0@x.org');
  await ada.closes();
  await ada.seesModal('Imported *new.csv*');
  await ada.clicks('Show rejected rows');
  await ada.seesModal('1–25 of 30');
  await ada.clicks('Next');
  expect((await ada.seesModal('26–30 of 30')).text).toContain('nobody29');
  await ada.clicks('Previous');
  expect((await ada.seesModal('1–25 of 30')).text).toContain('line 32');
});
