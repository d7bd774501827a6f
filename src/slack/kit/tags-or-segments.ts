/** Which of the two to use, for both helps. */
export const tagsOrSegments = [
  'Use a tag for what only your team knows about someone: vip, met at the fair. You put it on people and remove it.',
  'Use a segment for what the data says: signed up this month, never opened. People join and leave it on their own.',
].join('\n');
