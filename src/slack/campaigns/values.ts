import { z } from 'zod';

/** A campaign in a button: which one, and whether everyone reads the message with the button. */
export interface CampaignValue {
  id: number;
  /** Its answers go beside it, for the person who clicks: the message itself shows the campaign to everyone. */
  isPost: boolean;
}

const mark = '!';

/** @example campaignValue({ id: 7, isPost: true }) // '7!' */
export const campaignValue = ({ id, isPost }: CampaignValue): string => `${id}${isPost ? mark : ''}`;

export function campaignIn(value: string): CampaignValue {
  const isPost = value.endsWith(mark);
  const id = z.coerce
    .number()
    .pipe(z.int())
    .parse(isPost ? value.slice(0, -mark.length) : value);
  return { id, isPost };
}
