// Which stored rules ask for a segment, told from the tree as it is stored: a rule that this version can't read is looked
// through all the same.

/** Whether a stored rule asks for a segment. */
export function mentionsSegment(rule: unknown, segmentId: number): boolean {
  if (Array.isArray(rule)) return rule.some((each) => mentionsSegment(each, segmentId));
  if (typeof rule !== 'object' || rule === null) return false;
  const { type, segments } = rule as { type?: unknown; segments?: unknown };
  if (type === 'segment' && Array.isArray(segments)) return segments.includes(segmentId);
  return Object.values(rule).some((each) => mentionsSegment(each, segmentId));
}
