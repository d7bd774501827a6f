import { describe, expect, it } from 'vitest';
import { eventInput } from '../../../src/audience/events/input.ts';
import { kindOf, mayEndMail } from '../../../src/audience/events/kinds.ts';

const read = (kind: string) =>
  eventInput.safeParse({
    ...{ email: 'ada@x.org', kind, at: '2026-11-20T00:00:00Z' },
    ...(kindOf(kind) === 'bounced' ? { bounce: 'hard' } : {}),
  });

describe('kinds of events', () => {
  it.each([
    ...[
      'unsubscribed',
      'Unsubscribe',
      'UNSUB',
      'un-subscribed',
      'unsubscription',
      'opt-out',
      'opted_out',
      'OptOut',
    ],
    ...[
      'email.unsubscribed',
      'e-mail unsubscribe',
      'list-unsubscribe',
      'group_unsubscribe',
      'global unsubscribe',
    ],
    ...[
      'unsubscribed_from_list',
      'list_unsubscribed',
      'unsubscribed from all',
      'unsubscribe_all',
      'newsletter.unsubscribed',
    ],
    ...[
      'contact.unsubscribed',
      'subscriber_unsubscribed',
      'user unsubscribed',
      'customer_opted_out',
      'marketing_opt_out',
    ],
    ...[
      'one-click unsubscribe',
      'One_Click_Unsubscribe',
      'unsubscribe_requested',
      'has unsubscribed',
      'topic_unsubscribed',
    ],
    ...[
      'unsubscribed by admin',
      'campaign_unsubscribe',
      'unsubscribe.event',
      'opted out of emails',
      'email_opt_out',
    ],
    ...[
      'abgemeldet',
      'désabonné',
      'do_not_contact',
      'do not email',
      'un\u00adsubscribed',
      ' unsubscribed\u00a0',
    ],
  ])('%j is an opt-out', (kind) => {
    expect(read(kind)).toMatchObject({ success: true, data: { kind: 'unsubscribed' } });
  });

  it.each([
    ...[
      'complained',
      'complaint',
      'spam_complaint',
      'email.complained',
      'spamreport',
      'Marked as spam',
      'abuse-report',
    ],
  ])('%j is a complaint', (kind) => {
    expect(read(kind)).toMatchObject({ success: true, data: { kind: 'complained' } });
  });

  it.each(['bounce', 'email.bounced', 'Hard_Bounce', 'bounce.hard', 'permanent bounce', 'soft-bounced'])(
    '%j is a bounce',
    (kind) => {
      expect(read(kind)).toMatchObject({ success: true, data: { kind: 'bounced' } });
    },
  );

  it.each([
    ...[
      'unsubscribe_link_clicked',
      'clicked unsubscribe',
      'unsubscribe page viewed',
      'unsubscribe_failed',
      'opt out tracking',
    ],
    ...[
      'unsubscribed via sms',
      'unsubscribed by phone',
      'not unsubscribed',
      'unsubscribe_survey',
      'cookie_opt_out',
      'unsubscribed in app',
    ],
    ...['sms and email opt out', 'unsubscribed from sms and email'],
  ])('%j could be an opt-out, and is refused', (kind) => {
    const { success, error } = read(kind);
    expect(success).toBe(false);
    expect(error?.issues[0]?.path).toEqual(['kind']);
    expect(error?.issues[0]?.message).toContain('may mean that they don’t want mail (');
  });

  it.each([
    ...[
      'sms_unsubscribed',
      'sms.opt_out',
      'push unsubscribed',
      'web_push_opt_out',
      'unsubscribed from sms',
      'whatsapp-opt-out',
    ],
    ...[
      'opted out of push notifications',
      'text message opt-out',
      'spam_filter.changed',
      'customer_complaint',
      'complaint resolved',
    ],
    ...[
      'trampoline_bounced',
      'cancelled',
      'cleaned',
      'subscribed',
      'resubscribed',
      'opt-in',
      'opted_in',
      'purchase',
      'sub_started',
    ],
    ...['option_outlined', 'adopt outfit', 'group joined', 'list viewed'],
  ])('%j is the sender’s own kind', (kind) => {
    expect(mayEndMail(kindOf(kind))).toBe(false);
    expect(read(kind)).toMatchObject({ success: true, data: { kind: kind.toLowerCase() } });
  });
});
