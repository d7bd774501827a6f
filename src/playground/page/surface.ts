import type { AnyBlock, Container, ElementState, ElementStates } from '../slack-server/protocol.ts';
import { noticeOf, send } from './api.ts';
import { type Confirmation, ConfirmDialog } from './confirm.ts';
import { type Element, statesOf } from './element-state.ts';
import { html } from './html.ts';
import { useSurroundings } from './surroundings.ts';
import { useContext, useRef, useState } from './vendor/hooks.js';
import { type ComponentChildren, createContext } from './vendor/preact.js';

/** An element, its place, and whether the app receives every change to it. */
export interface Placed {
  blockId: string;
  element: Element;
  dispatches: boolean;
  /** Ids of its label, and of the hint and error under it, for screen readers. */
  labelledBy?: string;
  describedBy?: string;
  invalid?: boolean;
  optional?: boolean;
}

/**
 * A message, modal or Home tab. Holds the values of its elements and tells the app about clicks and changes.
 */
export interface Surface {
  kind: 'message' | 'modal' | 'home';
  container: Container;
  states: ElementStates;
  /** The element whose click the app has not answered yet. */
  busy: Element | undefined;
  /** Files that are still being uploaded. */
  uploads: number;
  /** What to say if the app did not answer. */
  notice: string | undefined;
  /** Stores a value. */
  set(placed: Placed, state: ElementState): void;
  /** Tells the app, after a confirm dialog if the element has one. Also stores the state, if given. */
  tell(placed: Placed, state?: ElementState): void;
  /** Stores a value, and tells the app if the element dispatches. */
  choose(placed: Placed, state: ElementState): void;
  countUpload(change: 1 | -1): void;
}

/** The id of the control that a label is for. */
export function controlId(labelledBy: string | undefined): string | undefined {
  return labelledBy && `${labelledBy}-control`;
}

const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('This element stands outside of a surface.');
  return surface;
}

/** Creates the surface for some blocks. Show it with `SurfaceProvider`. */
export function useSurfaceOf(kind: Surface['kind'], container: Container, blocks: readonly AnyBlock[]) {
  const { person, channelId } = useSurroundings();
  const typed = useRef<ElementStates>({});
  const [busy, setBusy] = useState<Element>();
  const [uploads, setUploads] = useState(0);
  const [notice, setNotice] = useState<string>();
  const [confirmation, setConfirmation] = useState<Confirmation>();
  const [, redraw] = useState(0);

  // Values of removed inputs are forgotten: if an input returns, it starts empty, as in Slack.
  typed.current = statesOf(blocks, typed.current, channelId);

  const set = ({ blockId, element }: Placed, state: ElementState) => {
    typed.current = {
      ...typed.current,
      [blockId]: { ...typed.current[blockId], [element.action_id ?? '']: state },
    };
    redraw((count) => count + 1);
  };

  const tellNow = async (placed: Placed, state?: ElementState) => {
    const { blockId, element } = placed;
    const holds = typed.current[blockId]?.[element.action_id ?? ''] !== undefined;
    if (state && holds) set(placed, state);
    setBusy(element);
    setNotice(undefined);
    const { type: _, ...value } = state ?? { type: '' };
    const outcome = await send.action({
      person: person.id,
      container,
      blockId,
      actionId: element.action_id ?? '',
      ...(state ? { state: value } : {}),
      states: typed.current,
    });
    setBusy(undefined);
    // Typed text is sent after a pause. The input may no longer exist by then, and no one clicked anything,
    // so this says nothing.
    const isLate = state !== undefined && 'value' in state && !outcome.ok && outcome.reason === 'gone';
    setNotice(isLate ? undefined : noticeOf(outcome));
  };

  const tell = (placed: Placed, state?: ElementState) => {
    const { confirm } = placed.element;
    if (!confirm) void tellNow(placed, state);
    else setConfirmation({ confirm, onConfirm: () => void tellNow(placed, state) });
  };

  const surface: Surface = {
    kind,
    container,
    states: typed.current,
    busy,
    uploads,
    notice,
    set,
    tell,
    choose: (placed, state) => (placed.dispatches ? tell(placed, state) : set(placed, state)),
    countUpload: (change) => setUploads((count) => count + change),
  };
  return { ...surface, confirmation, endConfirmation: () => setConfirmation(undefined) };
}

export function SurfaceProvider(props: {
  surface: ReturnType<typeof useSurfaceOf>;
  children?: ComponentChildren;
}) {
  const { confirmation, endConfirmation } = props.surface;
  return html`<${SurfaceContext.Provider} value=${props.surface}>
    ${props.children}
    ${confirmation && html`<${ConfirmDialog} ...${confirmation} onEnd=${endConfirmation} />`}
  <//>`;
}
