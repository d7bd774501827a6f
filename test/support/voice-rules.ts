/** What is read: texts on screen, comments in code, titles of tests, and the docs. */
export type Room = 'texts' | 'comments' | 'titles' | 'docs';

/** A turn of phrase that no native writer would use, and what to write instead. */
export interface VoiceRule {
  words: RegExp;
  write: string;
  /** Only in these rooms; everywhere if it isn't given. */
  only?: Room[];
}

/** What keeps coming back. Each was found several times; one-off slips are for readers to find. */
export const voiceRules: VoiceRule[] = [
  { words: /\banew\b/i, write: 'again' },
  { words: /\bonce more\b/i, write: 'again' },
  { words: /\ball the same\b/i, write: 'anyway' },
  { words: /\bany more\b(?! (?:than|of|\w+s)\b)/i, write: 'no longer, or nothing' },
  { words: /\bas (?:it|they) stands?\b/i, write: 'as is' },
  { words: /\bat (?:a|one) press\b/i, write: 'with one click' },
  { words: /\bgone since\b|\bgone (?:by now|meanwhile)\b/i, write: 'no longer exists' },
  {
    words: /(?<!what )\b(?:is|are|was|were) there(?:[.;:)]|$)/i,
    write: 'exists, or what was done: "Created vip."',
  },
  { words: /\b(?:exists?|exist|is a \w+) already\b/i, write: 'already exists, is already a …' },
  { words: /\bwho(?:m)?ever\b/i, write: 'anyone who, people who, the person who' },
  { words: /\bof whom\b/i, write: 'a sentence of its own' },
  { words: /\b(?:nobody|no one) (?:is|are) (?:here|there|in it)\b/i, write: 'no one joins, no contacts' },
  {
    words: /\b(?:segments?|rules?|conditions?|nothing|none|nobody|that|which|others?|one) asks? for\b/i,
    write: 'uses',
    only: ['texts', 'docs', 'titles'],
  },
  {
    words: /\b(?:it|that|this|what|they|all|together) comes? to\b(?! (?:us|you|them|her|him)\b)/i,
    write: 'is, makes, adds up to',
  },
  {
    words: /\b(?:comes?|came|becomes?|became|become) of (?:it|them|this|that|each|one|a|the)\b/i,
    write: 'the result',
  },
  { words: /\btak(?:es?|en|ing) away\b|\btook away\b/i, write: 'remove' },
  { words: /\bhand(?:s|ed|ing)? (?:in|out)\b/i, write: 'give, return, upload' },
  {
    words: /\bgo(?:es|ing)? on (?:doing|asking|being|getting|working|with|to)\b|\bwent on (?:with|to)\b/i,
    write: 'keep, continue',
  },
  {
    words: /\bcarr(?:y|ies|ied) (?:it|them|both|each|the tag|a tag|this tag|tags)\b/i,
    write: 'have (a tag)',
  },
  { words: /\bmuch like\b/i, write: 'similar to' },
  { words: /\bturn(?:s|ed)? (?:it |them |a word |a rule )?round\b/i, write: 'negate, reverse' },
  { words: /\bto be had\b|\bcan(?:not|’t|'t)? be had\b/i, write: 'available' },
  { words: /\bwork(?:s|ed|ing)? (?:it |them )?off\b/i, write: 'run, process' },
  {
    words:
      /(?<!there )\b(?:is|are) no (?:email|address|object|number|date|time|tag|segment|contact|file|text|member|name|field)\b/i,
    write: 'is not a …',
  },
  { words: /\bnot\b[^.:;]{0,40}\bat all\b/i, write: 'not' },
  { words: /\bwhether or not\b/i, write: 'whether, even if' },
  {
    words: /\bstands? (?:in|on|above|below|there|beside|behind|before|at|once|alone|together)\b/i,
    write: 'is, is in, comes before',
  },
  // "where" is for places; for conditions it is "if".
  {
    words:
      /\bwhere (?:nobody|no one|none|no|nothing|there (?:is|are|was|were)|somebody|someone|something|such|possible|needed|several|both|more than|only|all of|a person|one of|it (?:can|has|had|would|could|may)|they (?:have|had))\b/i,
    write: 'if',
  },
  { words: /(?:^|[.:;] )Where [a-z]+ [^?]*,/, write: 'If …,', only: ['comments', 'docs'] },
  { words: /\b(?:say|said) it:/i, write: 'for example:', only: ['texts'] },
  { words: /\b(?:find|count|add|tag|ask) whom\b|\bwhom\?/i, write: 'who', only: ['texts'] },
  { words: /^make (?:it|them)\b/i, write: 'Create …', only: ['texts'] },
];
