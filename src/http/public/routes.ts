import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { AudienceDeps } from '../../audience/caller.ts';
import { createFollow, openedBy } from '../../audience/campaigns/tracking/follow.ts';
import type { NewHit } from '../../audience/campaigns/tracking/recorder.ts';
import type { Tracker } from '../../audience/campaigns/tracking/tracker.ts';
import { actOnPage, unsubscribeByOneClick, workspaceOfKey } from '../../audience/public/acts.ts';
import { brandOf } from '../../audience/public/brand.ts';
import type { Brand } from '../../audience/public/brand-shown.ts';
import { preferencesUrl } from '../../audience/public/links.ts';
import { confirmSignUp, mailLinkTo, signUp, signUpOf } from '../../audience/public/sign-up.ts';
import { languageFor, speaking } from '../../audience/public/texts.ts';
import { viewOf } from '../../audience/public/view.ts';
import { tokenOfPerson, type Visit, visitOf } from '../../audience/public/visit.ts';
import { joinTopics } from '../../audience/topics/join.ts';
import { orTrouble } from '../../database-trouble.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { emailKey, withoutAddresses } from '../../lib/emails.ts';
import { isMachine } from '../../lib/scanners.ts';
import { clientAddress } from './client-address.ts';
import { readForm } from './form.ts';
import { createLimits, type Limits } from './limits.ts';
import { proofOf } from './own-url.ts';
import { actOf } from './page-act.ts';
import {
  confirmPage,
  confirmText,
  findPage,
  invalidPage,
  joinPage,
  messagePage,
  type Page,
  preferencesPage,
  type Voice,
} from './pages.ts';
import { guardHeaders, mailPolicy, respond } from './respond.ts';
import { pixel, pixelHeaders, redirect } from './tracked.ts';

type Request = Context<{ Bindings: HttpBindings }>;

/**
 * The pages for people outside the team: what they hear (`/p/<token>`), finding that page (`/find`), signing
 * up (`/join`) and confirming it (`/confirm`); and the links and pictures of mails that tell what was clicked and
 * opened (`/l/<token>`, `/o/<token>.gif`). GET and HEAD change nothing about a person, because programs open every link
 * of a mail; only POST acts. The token is the authority: no cookies, so nothing that another site could
 * exploit. Neither addresses nor tokens are logged.
 */
export function createPublicPages(
  deps: AudienceDeps,
  options: {
    log: (line: string) => void;
    trustProxy?: number;
    limits?: Limits;
    tracker?: Pick<Tracker, 'record'>;
  },
): Hono<{ Bindings: HttpBindings }> {
  const { log, trustProxy = 0, limits = createLimits(), tracker } = options;
  const canMail = deps.mail !== undefined;
  const pages = new Hono<{ Bindings: HttpBindings }>();

  const addressOf = (c: Request): string =>
    clientAddress(
      {
        socketAddress: c.env?.incoming?.socket.remoteAddress,
        forwardedFor: c.req.header('x-forwarded-for'),
      },
      trustProxy,
    );
  const voiceFor = (
    c: Request,
    { brand = '', person }: { brand?: string; person?: string | null } = {},
  ): Voice => {
    const language = languageFor({ person, accepted: c.req.header('accept-language') });
    return { language, say: speaking(language, { brand }) };
  };
  const invalid = (c: Request, { isCounted = false } = {}): Response => {
    if (!isCounted) limits.count(addressOf(c));
    const voice = voiceFor(c);
    return respond(voice, invalidPage(voice, { canMail }), { status: 404 });
  };
  /** The answer to someone who has to wait; undefined if they don't. */
  const waiting = (c: Request): Response | undefined => {
    const seconds = limits.waitOf(addressOf(c));
    if (seconds === undefined) return undefined;
    const voice = voiceFor(c);
    const page = messagePage(voice.say('tooManyTitle'), voice.say('tooManyText'));
    return respond(voice, page, { status: 429, headers: { 'retry-after': String(seconds) } });
  };

  pages.onError((thrown, c) => {
    const error = orTrouble(thrown);
    // Erased during the request.
    if (error instanceof RollcallError && error.code === 'not-found') return invalid(c);
    // They hung up: nobody reads an answer.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 408 });
    const isAway = error instanceof RollcallError && error.code === 'database-unavailable';
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(withoutAddresses(`public page ${c.req.method} ${c.req.routePath}: ${what}`));
    const voice = voiceFor(c);
    const page = messagePage(voice.say('failedTitle'), voice.say('failedText'));
    const headers: Record<string, string> = isAway ? { 'retry-after': '10' } : {};
    return respond(voice, page, { status: isAway ? 503 : 500, headers });
  });

  // Anything else below these paths: a line break in a token, another method.
  pages.notFound((c) => waiting(c) ?? invalid(c));

  /** Opens a person's page, or answers why not. A valid token is never refused for too many requests. */
  async function open(c: Request): Promise<Visit | Response> {
    const token = c.req.param('token') ?? '';
    const mayHold = tokenOfPerson(deps, token) !== undefined;
    const refused = mayHold ? undefined : waiting(c);
    if (refused !== undefined) return refused;
    // Before the database answers, or hundreds at once would all be let in.
    if (!mayHold) limits.count(addressOf(c));
    const visit = await visitOf(deps, token);
    return typeof visit === 'string' ? invalid(c, { isCounted: !mayHold }) : visit;
  }

  const preferences = (
    c: Request,
    visit: Visit,
    done: Partial<Awaited<ReturnType<typeof actOnPage>>> = {},
    status: 200 | 400 = 200,
  ) => {
    const { brand, isTrusted } = visit;
    const shown = done.preferences ?? visit.preferences;
    const voice = voiceFor(c, { brand: brand.name, person: shown.language });
    const { said, undo } = done;
    const page = preferencesPage(voice, {
      brand,
      preferences: shown,
      isTrusted,
      canMail,
      ...defined({ said, undo }),
    });
    return respond(voice, page, { look: brand, status });
  };

  // The app asks itself, to find out whether it is reached from outside.
  pages.get('/p/check/:nonce', (c) => {
    const proof = proofOf(deps.storage, c.req.param('nonce'));
    return new Response(proof ?? '', {
      status: proof === undefined ? 404 : 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...guardHeaders() },
    });
  });

  pages.get('/p/:token{.*}', async (c) => {
    const visit = await open(c);
    return visit instanceof Response ? visit : preferences(c, visit);
  });

  pages.post('/p/:token{.*}', async (c) => {
    const visit = await open(c);
    if (visit instanceof Response) return visit;
    const form = await readForm(c.req.raw);
    if (form.isOneClick) {
      await unsubscribeByOneClick(deps, visit);
      return new Response('Unsubscribed.\n', {
        headers: { 'content-type': 'text/plain; charset=utf-8', ...guardHeaders() },
      });
    }
    const act = actOf(
      form,
      visit,
      voiceFor(c, { brand: visit.brand.name, person: visit.preferences.language }),
    );
    // Not from this page: a program learns that it wasn't understood.
    if (act === undefined) return preferences(c, visit, { said: 'unchanged' }, 400);
    return preferences(c, visit, await actOnPage(deps, visit, act));
  });

  pages.get('/view/:token', async (c) => {
    const refused = waiting(c);
    if (refused !== undefined) return refused;
    const mail = await viewOf(deps, c.req.param('token'));
    if (mail === undefined) return invalid(c);
    return new Response(mail.html, {
      headers: { 'content-type': 'text/html; charset=utf-8', ...guardHeaders(), ...mailPolicy },
    });
  });

  const follow = createFollow(deps);
  const record = (c: Request, hit: Omit<NewHit, 'at' | 'machine'>): void =>
    tracker?.record({ ...hit, at: deps.now(), machine: isMachine(askedBy(c)) });

  pages.get('/l/:token{.*}', async (c) => {
    const followed = await follow(c.req.param('token'));
    if (followed === undefined) return waiting(c) ?? invalid(c);
    if (followed.is === 'known') {
      record(c, followed.hit);
      return redirect(followed.url);
    }
    if (followed.homePage !== '') return redirect(followed.homePage);
    const voice = voiceFor(c);
    const page = messagePage(voice.say('linkGoneTitle'), voice.say('linkGoneText'));
    return respond(voice, page, { status: 410 });
  });

  pages.get('/o/:token{.*}', (c) => {
    const hit = openedBy(deps, c.req.param('token').replace(/\.gif$/, ''));
    if (hit !== undefined) record(c, hit);
    return new Response(pixel, { headers: pixelHeaders });
  });

  /** The workspace of a form's address, with its brand; undefined for a forged one. */
  async function openForm(c: Request): Promise<{ workspaceId: number; brand: Brand } | undefined> {
    const workspaceId = workspaceOfKey(deps, c.req.param('key') ?? '') ?? 0;
    const brand = await brandOf(deps, workspaceId);
    return brand && { workspaceId, brand };
  }
  const show = (c: Request, brand: Brand | undefined, make: (voice: Voice) => Page): Response => {
    const voice = voiceFor(c, defined({ brand: brand?.name }));
    return respond(voice, make(voice), { look: brand });
  };

  for (const path of ['/find', '/find/:key'] as const) {
    const isKeyed = path === '/find/:key';
    pages.get(path, async (c) => {
      const form = isKeyed ? (waiting(c) ?? (await openForm(c)) ?? invalid(c)) : undefined;
      if (form instanceof Response) return form;
      return show(c, form?.brand, (voice) => findPage(voice, { canMail }));
    });
    pages.post(path, async (c) => {
      const form = waiting(c) ?? (isKeyed ? ((await openForm(c)) ?? invalid(c)) : undefined);
      if (form instanceof Response) return form;
      limits.count(addressOf(c));
      const email = (await readForm(c.req.raw)).get('email');
      if (!canMail || emailKey(email) === null)
        return show(c, form?.brand, (voice) => findPage(voice, { canMail, wrong: canMail }));
      const { language } = voiceFor(c);
      // Answered before the work is done: timing must not reveal whether someone is a contact.
      mailLinkTo(deps, { workspaceId: form?.workspaceId, email, language }).catch((error: unknown) =>
        log(withoutAddresses(`mailing a link to preferences failed: ${String(error)}`)),
      );
      return show(c, form?.brand, ({ say }) => messagePage(say('findTitle'), say('findDone')));
    });
  }

  pages.get('/join/:key', async (c) => {
    const form = waiting(c) ?? (await openForm(c));
    if (form instanceof Response) return form;
    if (form === undefined || !form.brand.takesSignUps) return invalid(c);
    const topics = await joinTopics(deps, form.workspaceId);
    return show(c, form.brand, (voice) => joinPage(voice, { topics, canMail }));
  });

  pages.post('/join/:key', async (c) => {
    const opened = waiting(c) ?? (await openForm(c));
    if (opened instanceof Response) return opened;
    if (opened === undefined || !opened.brand.takesSignUps) return invalid(c);
    limits.count(addressOf(c));
    const { workspaceId, brand } = opened;
    const form = await readForm(c.req.raw);
    const topics = await joinTopics(deps, workspaceId);
    const chosen = new Set(form.numbers('topic'));
    const email = form.get('email');
    const isEmpty = topics.length > 0 && !topics.some(({ id }) => chosen.has(id));
    const wrong = emailKey(email) === null ? ('email' as const) : isEmpty ? ('topics' as const) : undefined;
    if (!canMail || wrong !== undefined)
      return show(c, brand, (voice) =>
        joinPage(voice, { topics, canMail, ticked: chosen, email, ...defined({ wrong }) }),
      );
    // Programs fill in what people can't see.
    if (form.get('website') === '') {
      const { language, say } = voiceFor(c, { brand: brand.name });
      const names = topics.filter(({ id }) => chosen.has(id)).map(({ name }) => name);
      const shown = [say('joinTitle'), ...names, say('joinText'), say('join')].join('\n');
      signUp(deps, workspaceId, { email, topicIds: [...chosen], language, shown }).catch((error: unknown) =>
        log(withoutAddresses(`a sign-up failed: ${String(error)}`)),
      );
    }
    return show(c, brand, ({ say }) => messagePage(say('joinTitle'), say('joinDone')));
  });

  const over = (c: Request): Response => {
    limits.count(addressOf(c));
    const voice = voiceFor(c);
    return respond(voice, messagePage(voice.say('confirmTitle'), voice.say('confirmGone')), { status: 404 });
  };
  pages.get('/confirm/:token', async (c) => {
    const waitingFor = waiting(c) ?? (await signUpOf(deps, c.req.param('token')));
    if (waitingFor instanceof Response) return waitingFor;
    if (waitingFor === undefined) return over(c);
    const voice = voiceFor(c, { brand: waitingFor.brand.name, person: waitingFor.language });
    return respond(voice, confirmPage(voice, waitingFor), { look: waitingFor.brand });
  });
  pages.post('/confirm/:token', async (c) => {
    const found = await signUpOf(deps, c.req.param('token'));
    if (found === undefined) return waiting(c) ?? over(c);
    const { brand } = found;
    const voice = voiceFor(c, { brand: brand.name, person: found.language });
    const { say } = voice;
    const pressed = [confirmText(say, found.email), say('confirm')].join('\n');
    const person = await confirmSignUp(deps, found, pressed);
    // Someone who was erased gets the same answer.
    const link = person && { url: preferencesUrl(deps, person), text: say('toPreferences') };
    return respond(voice, messagePage(say('confirmTitle'), say('confirmed'), link), { look: brand });
  });

  return pages;
}

const askedBy = ({ req }: Request) => ({
  method: req.method,
  userAgent: req.header('user-agent'),
  purpose: req.header('sec-purpose') ?? req.header('purpose'),
});
