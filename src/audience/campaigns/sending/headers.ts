import type { Provider } from '../../../lib/providers.ts';

/** What the headers of a campaign's mail are made from. */
export interface HeaderFacts {
  /** The page that leaves the campaign's topic by one click. */
  unsubscribeUrl: string;
  workspaceId: number;
  campaignId: number;
  /** The key of the mail, in what the provider gives back in its reports. */
  sendKey: string;
  fromAddress: string;
  brand: string;
  provider: Provider | null;
}

/** The headers of every mail of a campaign. */
export function campaignHeaders(facts: HeaderFacts): Record<string, string> {
  const { unsubscribeUrl, workspaceId, campaignId, fromAddress, brand } = facts;
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-ID': `${quoted(brand)} <campaigns-${workspaceId}.${domain}>`,
    // Gmail counts complaints by these four fields.
    'Feedback-ID': `${campaignId}:${workspaceId}:campaign:rollcall`,
    ...keyHeaders(facts),
  };
}

/** A phrase of a header: other characters than these would need encoding, which many readers don't expect here. */
const quoted = (text: string): string => `"${text.replace(/[^\x20-\x7e]|["\\]/g, '').trim()}"`;

/** The send key under the name `rollcall`, where each provider takes what it later gives back. */
function keyHeaders({ provider, sendKey }: HeaderFacts): Record<string, string> {
  switch (provider) {
    case 'ses':
      return { 'X-SES-MESSAGE-TAGS': `rollcall=${sendKey}` };
    case 'sendgrid':
      return { 'X-SMTPAPI': JSON.stringify({ unique_args: { rollcall: sendKey } }) };
    case 'mailgun':
      return { 'X-Mailgun-Variables': JSON.stringify({ rollcall: sendKey }) };
    case 'postmark':
      return { 'X-PM-Metadata-rollcall': sendKey, 'X-PM-Message-Stream': 'broadcast' };
    case 'resend':
    // Resend takes tags by its HTTP API only; another server gives nothing back.
    case null:
      return {};
    default:
      return provider satisfies never;
  }
}
