import type { Option, View } from '@slack/types';
import {
  elementsOf,
  findElement,
  type PlacedElement,
  stateKey,
} from '../../src/playground/slack-server/elements.ts';
import { blocksText, messageText } from '../../src/playground/slack-server/plain-text.ts';
import type {
  AnyBlock,
  Container,
  ElementState,
  ElementStates,
  Message,
  OpenView,
  Outcome,
  SharedFile,
} from '../../src/playground/slack-server/protocol.ts';
import type { SlackServer } from '../../src/playground/slack-server/server.ts';

/** What can be given to an input: text, the words of an option (or several), or files. */
export type Filling = string | number | string[] | Upload | Upload[];

export interface Upload {
  name: string;
  bytes: string | Buffer;
  mimetype?: string;
}

/** How long an answer may take on a machine that is busy with something else, in ms. */
const patience = 20_000;

/**
 * A person at the stand-in Slack, for tests that read like a story. Buttons and options are named by their
 * words (or by action_id or value), inputs by their label (or block_id). What can't be done throws, and says
 * what exists.
 *
 * @example
 * const ada = slackPerson(slack, 'U0ADA');
 * expect(await ada.types('/tags new vip')).toContain('vip');
 * await ada.types('/contacts import');
 * await ada.fills({ 'CSV file': { name: 'a.csv', bytes: 'Email\
 * ada@x.org' } });
 * await ada.submits();
 * await ada.sees(/1 contact/);
 */
export interface SlackPerson {
  id: string;
  /**
   * Types a command or a message; resolves with the answer: the new message's text, or that of the modal it
   * opened.
   */
  types(text: string, where?: { channel?: string; timeout?: number }): Promise<string>;
  /**
   * Waits for a message like this (the newest one that matches, edits included); resolves with its text. One that an
   * earlier step has already returned doesn't count: the last step has to have led to it.
   */
  sees(pattern: RegExp | string, options?: { timeout?: number }): Promise<string>;
  /**
   * Waits for a message like this, or for such a modal on top, and closes it: a window that was slow to open
   * shows its error inside.
   */
  isTold(pattern: RegExp | string): Promise<void>;
  /** The newest message's text, without waiting; '' if there is none. */
  lastMessage(): string;
  messages(): Message[];
  /** The modal on top, or undefined. */
  modal(): Modal | undefined;
  /** Waits until the top modal's title or text is like this. */
  seesModal(pattern: RegExp | string, options?: { timeout?: number }): Promise<Modal>;
  /**
   * Enters values into the top modal, like the page: uploads files, tells the app about inputs that dispatch.
   */
  fills(values: Record<string, Filling>): Promise<void>;
  /** Submits the top modal. Throws if the app fails to answer; errors under fields are an outcome. */
  submits(): Promise<{ ok: true } | { ok: false; errors: Record<string, string> }>;
  /** Clicks a button in the top modal, or in the newest message that has one like it. Confirms if asked. */
  clicks(button: string): Promise<Outcome>;
  /** Chooses from a select, an overflow, checkboxes or radio buttons that are not inputs of a modal. */
  chooses(element: string, option: string | string[]): Promise<Outcome>;
  /** What a select suggests for these letters: the words of the options. */
  looksUp(element: string, query: string): Promise<string[]>;
  /** Cancel or back; with `all`, the cross. */
  closes(options?: { all?: boolean }): Promise<void>;
  /** Opens the Home tab; resolves with its text. */
  opensHome(): Promise<string>;
  /** Runs a shortcut, on the newest message like this if it is one for messages. */
  runs(callbackId: string, on?: RegExp): Promise<Outcome>;
}

export interface Modal {
  title: string;
  text: string;
  submit: string | undefined;
  /** How many modals are open. */
  depth: number;
  blocks: AnyBlock[];
  view: OpenView;
}

export function slackPerson(
  server: SlackServer,
  id: string,
  options: { channel?: string } = {},
): SlackPerson {
  const home = options.channel ?? server.workspace.channels.find(({ kind }) => kind === 'public')?.id ?? '';
  /** How many things this person did, and after which of them each message was returned last, and with which text. */
  let steps = 0;
  const returned = new Map<string, { text: string; step: number }>();
  const isNew = (found: Message) => {
    const last = returned.get(`${found.channel} ${found.ts}`);
    return last === undefined || last.step === steps || last.text !== messageText(found);
  };
  const note = (found: Message): string => {
    const text = messageText(found);
    returned.set(`${found.channel} ${found.ts}`, { text, step: steps });
    return text;
  };

  /** What was entered, by view id. */
  const entered = new Map<string, ElementStates>();

  const messages = () => server.messagesFor(id);
  const top = () => server.viewsOf(id).at(-1);
  const modal = () => modalOf(top(), server.viewsOf(id).length);
  const newest = (matches: (message: Message) => boolean) => messages().findLast(matches);

  const statesFor = (view: OpenView) => {
    const states = entered.get(view.id) ?? {};
    entered.set(view.id, states);
    return states;
  };
  const set = (states: ElementStates, { block, element }: PlacedElement, state: ElementState) => {
    states[block.block_id] = { ...states[block.block_id], [element.action_id]: state };
  };

  /** The element with this name, in the top modal or in the newest message that has it. */
  const locate = (name: string, fits: (placed: PlacedElement) => boolean) => {
    const view = top();
    const home = server.homeOf(id);
    const places: { blocks: AnyBlock[]; container: Container }[] = view
      ? [{ blocks: view.view.blocks, container: { type: 'view', viewId: view.id } }]
      : [
          ...messages()
            .toReversed()
            .map(({ blocks = [], channel, ts }) => ({
              blocks,
              container: { type: 'message' as const, channel, ts },
            })),
          ...(home
            ? [{ blocks: home.view.blocks, container: { type: 'view' as const, viewId: home.id } }]
            : []),
        ];
    for (const { blocks, container } of places) {
      const placed = elementsOf(blocks).find(fits);
      if (placed) return { placed, container };
    }
    const there = places.flatMap(({ blocks }) => elementsOf(blocks).map(nameOf));
    throw new Error(
      `There is no "${name}" to touch. What there is: ${[...new Set(there)].join(', ') || 'nothing'}.`,
    );
  };
  const touch = (found: ReturnType<typeof locate>, state?: Omit<ElementState, 'type'>) => {
    const { placed, container } = found;
    const view = top();
    steps += 1;
    return server.act({
      person: id,
      container,
      blockId: placed.block.block_id,
      actionId: placed.element.action_id,
      ...(state && { state }),
      ...(view && { states: statesFor(view) }),
    });
  };
  const suggestions = async (
    { placed, container }: ReturnType<typeof locate>,
    query: string,
  ): Promise<Option[]> => {
    const answer = await server.suggestOptions({
      person: id,
      container,
      blockId: placed.block.block_id,
      actionId: placed.element.action_id,
      query,
    });
    if (!answer.ok) throw new Error(answer.notice);
    return 'options' in answer ? answer.options : answer.option_groups.flatMap((group) => group.options);
  };
  const stateFor = async (found: ReturnType<typeof locate>, value: Filling): Promise<ElementState> => {
    const { element } = found.placed;
    const { type } = element;
    const key = stateKey(type) ?? 'value';
    if (key === 'files') return { type, files: await uploads(server, id, value) };
    if (key === 'selected_option' || key === 'selected_options') {
      const words = [value].flat().map(String);
      const chosen: Option[] = [];
      for (const word of words) {
        const options = type.includes('external') ? await suggestions(found, word) : optionsOf(element);
        chosen.push(pick(options, word));
      }
      return key === 'selected_option'
        ? { type, selected_option: chosen[0] ?? null }
        : { type, selected_options: chosen };
    }
    if (key === 'selected_date_time') return { type, selected_date_time: Number(value) };
    return { type, [key]: key.endsWith('s') ? [value].flat() : String(value) };
  };

  return {
    id,
    messages,
    modal,
    async types(text, { channel = home, timeout = patience } = {}) {
      const before = new Set(messages().map(({ ts }) => ts));
      const stack = JSON.stringify(server.viewsOf(id).map(({ hash }) => hash));
      const isCommand = text.startsWith('/');
      steps += 1;
      await server.say({ person: id, channel, text });
      return server.waitFor(
        () => {
          const isAnswer = ({ ts, author }: Message) => !before.has(ts) && author.kind !== 'person';
          const answer = newest(isAnswer);
          if (answer) return note(answer);
          const opened = isCommand && JSON.stringify(server.viewsOf(id).map(({ hash }) => hash)) !== stack;
          return opened ? modal()?.text : undefined;
        },
        { timeout, what: `an answer to "${text}"` },
      );
    },
    async sees(pattern, { timeout = patience } = {}) {
      const found = await server
        .waitFor(() => newest((message) => isNew(message) && isLike(messageText(message), pattern)), {
          timeout,
          what: `a message like ${pattern}`,
        })
        .catch((error: Error) => {
          const last = messages().slice(-3).map(messageText).join('\n~\n');
          throw new Error(`${error.message}\nThe last messages:\n${last}`);
        });
      return note(found);
    },
    async isTold(pattern) {
      const shows = () => isLike(modal()?.text ?? '', pattern);
      const told = () => newest((message) => isNew(message) && isLike(messageText(message), pattern));
      const found = () => shows() || told() !== undefined;
      await server.waitFor(found, { timeout: patience, what: `a message or a modal like ${pattern}` });
      const message = told();
      if (message) note(message);
      const view = top();
      if (view && shows()) await server.closeView({ person: id, viewId: view.id, all: false });
    },
    lastMessage() {
      const last = messages().at(-1);
      return last ? messageText(last) : '';
    },
    seesModal: (pattern, { timeout = patience } = {}) =>
      server.waitFor(
        () => {
          const open = modal();
          return open && (isLike(open.title, pattern) || isLike(open.text, pattern)) ? open : undefined;
        },
        { timeout, what: `a modal like ${pattern} (on top: ${modal()?.title ?? 'none'})` },
      ),
    async fills(values) {
      for (const [name, value] of Object.entries(values)) {
        const view = top();
        if (!view) throw new Error(`No modal is open to fill "${name}" into.`);
        const found = locate(name, (placed) => placed.isInput && isNamed(placed, name));
        const state = await stateFor(found, value);
        set(statesFor(view), found.placed, state);
        if (found.placed.block.dispatch_action) await touch(found, state);
      }
    },
    async submits() {
      const view = top();
      if (!view) throw new Error('No modal is open to submit.');
      steps += 1;
      const outcome = await server.submitView({ person: id, viewId: view.id, states: statesFor(view) });
      if (outcome.ok) return { ok: true };
      if (outcome.reason === 'errors') return { ok: false, errors: byLabel(view.view, outcome.errors) };
      throw new Error(outcome.notice);
    },
    clicks(button) {
      const found = locate(
        button,
        (placed) =>
          (placed.element.type === 'button' && isNamed(placed, button)) || hasChoice(placed, button),
      );
      const { element } = found.placed;
      if (element.type !== 'overflow') return touch(found);
      return touch(found, { selected_option: pick(optionsOf(element), button) });
    },
    async chooses(element, option) {
      const found = locate(element, (placed) => placed.element.type !== 'button' && isNamed(placed, element));
      if (found.placed.element.type === 'overflow') {
        return touch(found, { selected_option: pick(optionsOf(found.placed.element), String(option)) });
      }
      const state = await stateFor(found, option);
      const view = top();
      if (view) set(statesFor(view), found.placed, state);
      return touch(found, state);
    },
    async looksUp(element, query) {
      const found = locate(element, (placed) => isNamed(placed, element));
      return (await suggestions(found, query)).map((option) => option.text.text);
    },
    async closes({ all = false } = {}) {
      const view = top();
      if (!view) throw new Error('No modal is open to close.');
      await server.closeView({ person: id, viewId: view.id, all });
    },
    async opensHome() {
      const before = server.homeOf(id)?.hash;
      server.openHome({ person: id, tab: 'home' });
      const published = () => server.homeOf(id)?.hash !== before;
      await server.waitFor(published, { what: 'a Home tab' });
      return blocksText(server.homeOf(id)?.view.blocks ?? []);
    },
    runs(callbackId, on) {
      steps += 1;
      const target = on && newest((message) => on.test(messageText(message)));
      if (on && !target) throw new Error(`There is no message like ${on}.`);
      return server.runShortcut({
        person: id,
        callbackId,
        ...(target && { message: { channel: target.channel, ts: target.ts } }),
      });
    },
  };
}

function modalOf(view: OpenView | undefined, depth: number): Modal | undefined {
  if (!view) return undefined;
  const { title, submit, blocks } = view.view;
  return { title: title.text, submit: submit?.text, text: blocksText(blocks), depth, blocks, view };
}

function isLike(text: string, pattern: RegExp | string): boolean {
  return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
}

/** The words by which a person knows an element. */
function nameOf({ block, element }: PlacedElement): string {
  const { label } = block as { label?: { text: string } };
  const { text, placeholder } = element as { text?: { text: string }; placeholder?: { text: string } };
  return label?.text ?? text?.text ?? placeholder?.text ?? element.action_id;
}

/** Whether a menu has this choice. */
const hasChoice = ({ element }: PlacedElement, words: string): boolean =>
  element.type === 'overflow' && optionsOf(element).some((option) => option.text.text === words);

function isNamed(placed: PlacedElement, name: string): boolean {
  return [nameOf(placed), placed.block.block_id, placed.element.action_id].includes(name);
}

function optionsOf(element: PlacedElement['element']): Option[] {
  const { options, option_groups } = element as {
    options?: Option[];
    option_groups?: { options: Option[] }[];
  };
  return options ?? option_groups?.flatMap((group) => group.options) ?? [];
}

/** The option with these words, or with these between its dots: `Ann · ann@x.org` has two names. */
function pick(options: Option[], word: string): Option {
  const found =
    options.find((option) => option.text.text === word || option.value === word) ??
    options.find((option) => option.text.text.split(' · ').includes(word));
  if (found) return found;
  throw new Error(
    `There is no option "${word}" in: ${options.map((option) => option.text.text).join(', ')}.`,
  );
}

async function uploads(server: SlackServer, person: string, value: Filling): Promise<SharedFile[]> {
  return [value].flat().map((file) => {
    if (typeof file !== 'object') throw new Error('A file input takes { name, bytes }.');
    return server.uploadFile({ person, ...file, bytes: Buffer.from(file.bytes) });
  });
}

function byLabel(view: Pick<View, 'blocks'>, errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([blockId, error]) => {
      const placed = elementsOf(view.blocks).find(({ block }) => block.block_id === blockId);
      return [
        placed && findElement(view.blocks, blockId, placed.element.action_id) ? nameOf(placed) : blockId,
        error,
      ];
    }),
  );
}
