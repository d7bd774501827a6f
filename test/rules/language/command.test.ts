import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/rule.ts';

describe('npm run rule', () => {
  afterEach(() => vi.restoreAllMocks());

  async function ask(...args: string[]) {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const code = await run(args);
    const text = [...out.mock.calls, ...errors.mock.calls].map(([chunk]) => String(chunk)).join('');
    return { code, text };
  }

  it('shows what a sentence means', async () => {
    const { code, text } = await ask(
      ...['tagged VIP Customer and signed up this month', '--tags', 'vip,VIP Customer'],
      ...['--now', '2026-11-23T12:00:00Z', '--zone', 'Europe/London'],
    );
    expect(code).toBe(0);
    expect(text).toContain('tagged "VIP Customer" and signed up this month');
    expect(text).toContain('• signed up this month (Sun 1 Nov 2026 to Mon 30 Nov 2026)');
    expect(text).toContain('c.workspace_id = $1 AND (EXISTS (');
    expect(text).toContain('$2 = 2\n  $3 = "2026-11-01T00:00:00.000Z"');
  });

  it('knows the attributes and segments that it is given', async () => {
    const { code, text } = await ask(
      ...['in segment Large and birthday is in March and random 10%', '--tags', 'vip'],
      ...['--attributes', 'seats:number, birthday:yearly', '--segment', 'VIPs: tagged vip'],
      ...['--segment', 'Large: seats > 10 and in segment VIPs'],
    );
    expect(code).toBe(0);
    expect(text).toContain('in segment "Large" and birthday is in March and random 10%');
    expect(text).toContain('• in the segment "Large"');
    expect(text).toContain(
      '(COALESCE(c.attributes @@ $2::jsonpath, false)) AND EXISTS (SELECT 1 FROM contact_tags t',
    );
  });

  it('knows the campaigns and events that it is given', async () => {
    const { code, text } = await ask(
      ...[
        'opened "spring sale" twice and did purchase with amount > 100',
        '--campaigns',
        'Welcome, Spring sale',
      ],
      ...['--events', 'trial started, purchase(amount:number, currency)'],
    );
    expect(code).toBe(0);
    expect(text).toContain('opened "Spring sale" exactly twice and did purchase with amount > 100');
    expect(text).toContain('$4 = 2');
    const { text: refused } = await ask('did purchase with colour is red', '--events', 'purchase(currency)');
    expect(refused).toContain('"did purchase" has no property "colour"');
  });

  it('points at the words that it does not understand', async () => {
    const { code, text } = await ask('tagged vpi', '--tags', 'vip');
    expect(code).toBe(1);
    expect(text).toBe(
      'tagged vpi\n       ^^^\nNo tag "vpi"; did you mean "vip"?\n  try: tagged vip\n  examples: vip\n',
    );
  });

  it('takes the names of a sentence for granted if none are listed', async () => {
    const { code, text } = await ask('tagged vip and never opened');
    expect(code).toBe(0);
    expect(text).toContain('assumed to exist\n  the tag "vip"\n');
    const all = 'tagged vip and in segment Large and opened "Sale" and did purchase and subscribed to News';
    expect((await ask(all)).text).toContain(
      ['tag "vip"', 'segment "Large"', 'campaign "Sale"', 'event "purchase"', 'topic "News"']
        .map((each) => `  the ${each}\n`)
        .join(''),
    );
  });

  it('says how to name an attribute', async () => {
    const { code, text } = await ask('plan is pro');
    expect(code).toBe(1);
    expect(text).toContain('If it names an attribute, say which exist: --attributes plan:text,seats:number');
  });

  it('helps', async () => {
    const { code, text } = await ask('--help');
    expect([code, text.split('\n')[0]]).toEqual([0, 'Usage: npm run rule -- "<sentence>" [options]']);
  });

  it.each([
    [[], 'Give one sentence, in quotes.'],
    [['everyone', 'else'], 'Give one sentence, in quotes.'],
    [
      ['everyone', '--now', 'soon'],
      '--now soon is not a time between the years 1900 and 2199; write it like 2026-11-23T12:00:00Z.',
    ],
    [['everyone', '--zone', 'Mars'], '--zone Mars is not a time zone: expected a name like Europe/London.'],
    [['everyone', '--week-start', 'friday'], '--week-start must be monday, sunday or saturday.'],
    [['everyone', '--attributes', 'a:list'], '--attributes: "list" is not a type; use text, number, boolean'],
    [['everyone', '--segment', 'VIPs: tagged vip', '--tags', 'beta'], 'No tag "vip"'],
    [['everyone', '--segment', 'VIPs'], '--segment "VIPs": The rule is empty'],
    [['everyone', '--colour'], 'No option --colour.'],
  ])('refuses %j', async (args, message) => {
    const { code, text } = await ask(...args);
    expect(code).toBe(2);
    expect(text).toContain(message);
    expect(text).toContain('How to use it: npm run rule -- --help');
  });
});
