import { describe, expect, it } from 'vitest';
import { initialState, statesOf } from '../../../src/playground/page/element-state.ts';
import { checkFile } from '../../../src/playground/page/elements/check-file.ts';
import { choicesOf, filterGroups, ungrouped } from '../../../src/playground/page/elements/choices.ts';
import type { AnyBlock, Workspace } from '../../../src/playground/slack-server/protocol.ts';

const vip = { text: { type: 'plain_text', text: 'VIP customer' }, value: 'vip' } as const;
const beta = { text: { type: 'plain_text', text: 'Beta user' }, value: 'beta' } as const;

const input = (block_id: string, element: object) =>
  ({ type: 'input', block_id, label: vip.text, element }) as AnyBlock;

describe('initialState', () => {
  it.each([
    [{ type: 'plain_text_input' }, { value: null }],
    [{ type: 'plain_text_input', initial_value: 'x' }, { value: 'x' }],
    [{ type: 'static_select', initial_option: vip }, { selected_option: vip }],
    [{ type: 'multi_external_select' }, { selected_options: [] }],
    [{ type: 'checkboxes', initial_options: [vip] }, { selected_options: [vip] }],
    [{ type: 'radio_buttons' }, { selected_option: null }],
    [{ type: 'datepicker', initial_date: '2026-11-23' }, { selected_date: '2026-11-23' }],
    [{ type: 'multi_users_select', initial_users: ['U1'] }, { selected_users: ['U1'] }],
    [{ type: 'file_input' }, { files: [] }],
  ])('of %j is %j', (element, expected) => {
    expect(initialState(element)).toEqual({ type: element.type, ...expected });
  });

  it('of a select of conversations is where the person is, if the app wants that', () => {
    const select = { type: 'conversations_select', default_to_current_conversation: true };
    expect(initialState(select, 'C1')).toMatchObject({ selected_conversation: 'C1' });
    expect(initialState({ ...select, initial_conversation: 'C2' })).toMatchObject({
      selected_conversation: 'C2',
    });
    expect(initialState({ type: 'conversations_select' }, 'C1')).toMatchObject({
      selected_conversation: null,
    });
  });

  it.each(['button', 'overflow', 'image', 'something_new'])('of a %s is empty', (type) => {
    expect(initialState({ type })).toBeUndefined();
  });
});

describe('statesOf', () => {
  const name = { type: 'plain_text_input', action_id: 'v', initial_value: 'old' };
  const typed = { name: { v: { type: 'plain_text_input', value: 'typed' } } };

  it.each<[string, AnyBlock[], object]>([
    ['keeps what was typed where the ids stay', [input('name', name)], typed],
    [
      'keeps it although the initial value changed',
      [input('name', { ...name, initial_value: 'new' })],
      typed,
    ],
    [
      'starts anew under another action_id',
      [input('name', { ...name, action_id: 'w' })],
      { name: { w: { type: 'plain_text_input', value: 'old' } } },
    ],
    [
      'starts anew under another block_id',
      [input('other', name)],
      { other: { v: { type: 'plain_text_input', value: 'old' } } },
    ],
    [
      'starts anew as another type',
      [input('name', { type: 'datepicker', action_id: 'v' })],
      { name: { v: { type: 'datepicker', selected_date: null } } },
    ],
    ['forgets inputs that are gone', [{ type: 'divider', block_id: 'd' }], {}],
  ])('%s', (_, blocks, expected) => {
    expect(statesOf(blocks, typed)).toEqual(expected);
  });

  it('finds elements in accessories and actions too', () => {
    const select = { type: 'static_select', action_id: 's', options: [vip] };
    const blocks = [
      { type: 'section', block_id: 'a', text: vip.text, accessory: select },
      {
        type: 'actions',
        block_id: 'b',
        elements: [{ type: 'button', action_id: 'x', text: vip.text }, select],
      },
    ] as AnyBlock[];
    const empty = { s: { type: 'static_select', selected_option: null } };
    expect(statesOf(blocks, {})).toEqual({ a: empty, b: empty });
  });
});

describe('choicesOf', () => {
  const workspace = {
    people: [{ id: 'U1', realName: 'Ada Okafor' }],
    channels: [
      { id: 'C1', name: 'general', kind: 'public' },
      { id: 'C2', name: 'leadership', kind: 'private' },
      { id: 'D1', name: 'Rollcall', kind: 'direct' },
    ],
  } as unknown as Workspace;
  const valuesOf = (type: string) =>
    choicesOf({ type, options: [vip, beta] }, workspace).groups.flatMap(({ options }) =>
      options.map(({ value }) => value),
    );

  it.each([
    ['static_select', ['vip', 'beta']],
    ['users_select', ['U1']],
    ['channels_select', ['C1']],
    ['multi_conversations_select', ['C1', 'C2']],
  ])('%s offers %j', (type, expected) => {
    expect(valuesOf(type)).toEqual(expected);
  });

  it.each([
    ['static_select', [vip], { selected_option: vip }],
    ['static_select', [], { selected_option: null }],
    ['multi_external_select', [vip, beta], { selected_options: [vip, beta] }],
    ['users_select', [{ ...vip, value: 'U1' }], { selected_user: 'U1' }],
    ['multi_channels_select', [{ ...vip, value: 'C1' }], { selected_channels: ['C1'] }],
    ['conversations_select', [], { selected_conversation: null }],
  ])('%s writes %j as Slack does', (type, options, expected) => {
    const choices = choicesOf({ type, options: [vip, beta] }, workspace);
    expect(choices.write([...options])).toEqual({ type, ...expected });
  });

  it('reads back what it wrote', () => {
    const choices = choicesOf({ type: 'multi_users_select' }, workspace);
    const [ada] = choices.groups[0]?.options ?? [];
    if (!ada) throw new Error('no options');
    expect(choices.chosen(choices.write([ada]))).toEqual([ada]);
  });

  it.each([
    ['', ['vip', 'beta']],
    ['vip', ['vip']],
    ['CUST vi', ['vip']],
    ['none', []],
  ])('filters by %j', (typed, expected) => {
    const options = filterGroups(ungrouped([vip, beta]), typed).flatMap((group) => group.options);
    expect(options.map(({ value }) => value)).toEqual(expected);
  });
});

describe('checkFile', () => {
  const csv = { type: 'file_input', filetypes: ['csv'] };
  it.each([
    [{ name: 'a.csv', size: 10 }, undefined],
    [{ name: 'A.CSV', size: 10_000_000 }, undefined],
    [{ name: 'a.xlsx', size: 10 }, 'a.xlsx can’t be used: the file must be .csv.'],
    [{ name: 'a.csv', size: 12_300_000 }, 'a.csv is 12.3 MB: Slack takes files of up to 10 MB here.'],
  ])('says of %j: %j', (file, expected) => {
    expect(checkFile(csv, file)).toBe(expected);
  });

  it('accepts any type if none is named', () => {
    expect(checkFile({ type: 'file_input' }, { name: 'a.xlsx', size: 10 })).toBeUndefined();
  });
});
