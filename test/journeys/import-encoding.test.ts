import { afterAll, beforeAll, expect, it } from 'vitest';
import { encoded } from '../support/encoded.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded');
});
afterAll(() => rollcall?.close());

const names = async (like: string) =>
  (
    await rollcall.database.storage.prisma.contact.findMany({
      where: { email: { endsWith: like } },
      orderBy: { email: 'asc' },
      select: { name: true, company: true },
    })
  ).map(({ name, company }) => [name, company].filter(Boolean).join(', '));

/** Uploads a file; returns the modal that shows how it is read. */
const handIn = async (name: string, bytes: Buffer) => {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ file: { name, bytes } });
  expect(await ada.submits()).toEqual({ ok: true });
  return ada.seesModal(/Nothing is saved yet: check/);
};
/** Confirms the mapping and applies it. */
const apply = async (file: string) => {
  const { ada, slack } = rollcall;
  await ada.fills({ status: 'They agreed to get mail' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.seesModal(/This is what would happen/);
  await ada.submits();
  await slack.waitFor(() => ada.lastMessage().includes(`Imported *${file}*`), {
    what: 'the result',
    timeout: 30_000,
  });
  await ada.closes({ all: true });
};

it('imports a list from Japan with its names, and says how it was read', async () => {
  const bytes = encoded(
    'メールアドレス,氏名,会社名\ntaro@a.jp,山田 太郎,株式会社ポール\nhanako@a.jp,表 花子,ソニー\n',
    'shift_jis',
  );
  const modal = await handIn('japan.csv', bytes);
  expect(modal.text).toContain('Read as Shift_JIS, for example “山田 太郎”.');
  await apply('japan.csv');
  expect(await names('@a.jp')).toEqual(['表 花子, ソニー', '山田 太郎, 株式会社ポール']);
});

it('reads a file again in the chosen encoding, guesses its columns again, and imports what is shown then', async () => {
  const { ada } = rollcall;
  // So few letters are beyond ASCII that the guess is wrong.
  const bytes = encoded('Email,Name\ndeniz@a.tr,Deniz Şahin\nuwe@a.tr,Uwe Groß\n', 'windows-1254');
  const guessed = await handIn('liste.csv', bytes);
  expect(guessed.text).toContain('Read as Windows-1252, for example “Deniz Þahin”.');
  // Chosen for a reading that is replaced: it must not carry over to the next one.
  await ada.fills({ Name: 'Don’t import' });

  await ada.chooses('imports.encoding', 'Turkish (Windows-1254)');
  const chosen = await ada.seesModal(/Read as Windows-1254, as you chose, for example “Deniz Şahin”/);
  expect(chosen.text).toContain('Name: [Name]');
  expect(chosen.text).not.toContain('Þ');
  await apply('liste.csv');
  expect(await names('@a.tr')).toEqual(['Deniz Şahin', 'Uwe Groß']);
  const { mapping } = await rollcall.database.storage.prisma.import.findFirstOrThrow({
    where: { fileName: 'liste.csv' },
  });
  expect(mapping).toMatchObject({ format: { encoding: 'windows-1254', chosen: true } });
});

it('keeps the previous reading if nothing can be read in the chosen encoding', async () => {
  const { ada } = rollcall;
  await handIn('greek.csv', encoded('Email,Name\nanna@a.gr,Άννα Γεωργίου\n', 'windows-1253'));
  await ada.chooses('imports.encoding', 'Unicode (UTF-16)');
  const modal = await ada.seesModal(/In UTF-16: /);
  expect(modal.text).toContain('Read as Windows-1253, for example “Άννα Γεωργίου”.');
  await apply('greek.csv');
  expect(await names('@a.gr')).toEqual(['Άννα Γεωργίου']);
});

it('doesn’t ask about a file in UTF-8', async () => {
  const modal = await handIn('utf8.csv', encoded('Email,Name\nx@a.org,山田\n', 'utf-8'));
  expect(modal.text).not.toContain('Read as');
  expect(JSON.stringify(modal.blocks)).not.toContain('imports.encoding');
  await rollcall.ada.closes({ all: true });
});

it('splits a file again with the chosen delimiter', async () => {
  const { ada } = rollcall;
  const guessed = await handIn(
    'carets.csv',
    encoded('Email,Name^Plan\na@a.ca,Zoé^Pro\nb@a.ca,Bob^Pro\n', 'utf-8'),
  );
  expect(guessed.text).toContain('Cells are separated by commas.');
  await ada.chooses('imports.delimiter', 'Carets (^)');
  const chosen = await ada.seesModal(/Cells are separated by carets \(\^\), as chosen\./);
  expect(chosen.text).toContain('Email,Name: [Email address]');
  await apply('carets.csv');
  expect(await names('@a.ca')).toEqual(['', '']);
  const { mapping } = await rollcall.database.storage.prisma.import.findFirstOrThrow({
    where: { fileName: 'carets.csv' },
  });
  expect(mapping).toMatchObject({ format: { delimiter: '^', chosenDelimiter: true } });
});

it('keeps the previous columns if nothing can be read with the chosen delimiter', async () => {
  const { ada } = rollcall;
  await handIn('cut.csv', encoded('Id;Email,Note\n7;a@a.dk,Gold\n8;b@a.dk,Gold\n', 'utf-8'));
  await ada.chooses('imports.delimiter', 'Commas');
  const modal = await ada.seesModal(/Separated by commas: No column of cut\.csv has email addresses/);
  expect(modal.text).toContain('Cells are separated by semicolons.');
  await ada.closes({ all: true });
});
