-- How texts are compared: case doesn't matter, nor which apostrophe, quote or hyphen was typed. The same as fold() in src/lib/texts.ts, of
-- texts that are kept as tidy() there has them; a test looks at every letter there is. "und-x-icu": the same letters on every
-- server. The letters behind the marks are capitals that are younger than the Unicode of old servers.
CREATE FUNCTION folded(value TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(lower(value COLLATE "und-x-icu"),
    U&'\2018\2019\201a\201b\2039\203a\02b9\02bb\02bc\02bd\2032\2035`\00b4\a78c\ff07\201c\201d\201e\201f\00ab\00bb\02ba'
    '\2033\2036\301d\301e\301f\ff02\2010\2011\2012\2013\2014\2015\2043\2212\fe58\fe63\ff0d\03c2\1c89\1c90\1c91\1c92\1c93'
    '\1c94\1c95\1c96\1c97\1c98\1c99\1c9a\1c9b\1c9c\1c9d\1c9e\1c9f\1ca0\1ca1\1ca2\1ca3\1ca4\1ca5\1ca6\1ca7\1ca8\1ca9\1caa'
    '\1cab\1cac\1cad\1cae\1caf\1cb0\1cb1\1cb2\1cb3\1cb4\1cb5\1cb6\1cb7\1cb8\1cb9\1cba\1cbd\1cbe\1cbf\2c2f\a7b8\a7ba\a7bc'
    '\a7be\a7c0\a7c2\a7c4\a7c5\a7c6\a7c7\a7c9\a7cb\a7cc\a7ce\a7d0\a7d2\a7d4\a7d6\a7d8\a7da\a7dc\a7f5\+010570\+010571'
    '\+010572\+010573\+010574\+010575\+010576\+010577\+010578\+010579\+01057a\+01057c\+01057d\+01057e\+01057f\+010580'
    '\+010581\+010582\+010583\+010584\+010585\+010586\+010587\+010588\+010589\+01058a\+01058c\+01058d\+01058e\+01058f'
    '\+010590\+010591\+010592\+010594\+010595\+010d50\+010d51\+010d52\+010d53\+010d54\+010d55\+010d56\+010d57\+010d58'
    '\+010d59\+010d5a\+010d5b\+010d5c\+010d5d\+010d5e\+010d5f\+010d60\+010d61\+010d62\+010d63\+010d64\+010d65\+016e40'
    '\+016e41\+016e42\+016e43\+016e44\+016e45\+016e46\+016e47\+016e48\+016e49\+016e4a\+016e4b\+016e4c\+016e4d\+016e4e'
    '\+016e4f\+016e50\+016e51\+016e52\+016e53\+016e54\+016e55\+016e56\+016e57\+016e58\+016e59\+016e5a\+016e5b\+016e5c'
    '\+016e5d\+016e5e\+016e5f\+016ea0\+016ea1\+016ea2\+016ea3\+016ea4\+016ea5\+016ea6\+016ea7\+016ea8\+016ea9\+016eaa'
    '\+016eab\+016eac\+016ead\+016eae\+016eaf\+016eb0\+016eb1\+016eb2\+016eb3\+016eb4\+016eb5\+016eb6\+016eb7\+016eb8',
    U&'''''''''''''''''''''''''''''''''"""""""""""""-----------\03c3\1c8a\10d0\10d1\10d2\10d3\10d4\10d5\10d6\10d7\10d8'
    '\10d9\10da\10db\10dc\10dd\10de\10df\10e0\10e1\10e2\10e3\10e4\10e5\10e6\10e7\10e8\10e9\10ea\10eb\10ec\10ed\10ee\10ef'
    '\10f0\10f1\10f2\10f3\10f4\10f5\10f6\10f7\10f8\10f9\10fa\10fd\10fe\10ff\2c5f\a7b9\a7bb\a7bd\a7bf\a7c1\a7c3\a794\0282'
    '\1d8e\a7c8\a7ca\0264\a7cd\a7cf\a7d1\a7d3\a7d5\a7d7\a7d9\a7db\019b\a7f6\+010597\+010598\+010599\+01059a\+01059b'
    '\+01059c\+01059d\+01059e\+01059f\+0105a0\+0105a1\+0105a3\+0105a4\+0105a5\+0105a6\+0105a7\+0105a8\+0105a9\+0105aa'
    '\+0105ab\+0105ac\+0105ad\+0105ae\+0105af\+0105b0\+0105b1\+0105b3\+0105b4\+0105b5\+0105b6\+0105b7\+0105b8\+0105b9'
    '\+0105bb\+0105bc\+010d70\+010d71\+010d72\+010d73\+010d74\+010d75\+010d76\+010d77\+010d78\+010d79\+010d7a\+010d7b'
    '\+010d7c\+010d7d\+010d7e\+010d7f\+010d80\+010d81\+010d82\+010d83\+010d84\+010d85\+016e60\+016e61\+016e62\+016e63'
    '\+016e64\+016e65\+016e66\+016e67\+016e68\+016e69\+016e6a\+016e6b\+016e6c\+016e6d\+016e6e\+016e6f\+016e70\+016e71'
    '\+016e72\+016e73\+016e74\+016e75\+016e76\+016e77\+016e78\+016e79\+016e7a\+016e7b\+016e7c\+016e7d\+016e7e\+016e7f'
    '\+016ebb\+016ebc\+016ebd\+016ebe\+016ebf\+016ec0\+016ec1\+016ec2\+016ec3\+016ec4\+016ec5\+016ec6\+016ec7\+016ec8'
    '\+016ec9\+016eca\+016ecb\+016ecc\+016ecd\+016ece\+016ecf\+016ed0\+016ed1\+016ed2\+016ed3');

-- What follows puts the texts that are there into the form in which new ones are written: NFC, on one line, with ordinary blanks,
-- nothing that nobody sees. Addresses and links stay as they are. The functions are for this alone.
CREATE FUNCTION pg_temp.tidied(value TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
SELECT CASE
  WHEN value IS NULL OR value = '' OR value ~ '^[!-~]+( [!-~]+)*$' THEN value
  WHEN value ~* '^[\u0001-\u0020\u007f-\u00a0]*([a-z][a-z0-9+.-]*://|[^@\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+@)[^\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+[\u0001-\u0020\u007f-\u00a0]*$'
    THEN regexp_replace(value, '^[\u0001-\u0020\u007f-\u00a0]+|[\u0001-\u0020\u007f-\u00a0]+$', '', 'g')
  ELSE btrim(regexp_replace(
    normalize(regexp_replace(value, '[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]', '', 'g'), NFC),
    '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'))
END $$;

-- Every text in a tree of JSON, names of members too.
CREATE FUNCTION pg_temp.tidied(value JSONB) RETURNS JSONB LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE jsonb_typeof(value)
    WHEN 'string' THEN to_jsonb(pg_temp.tidied(value #>> '{}'))
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(pg_temp.tidied(e.key), pg_temp.tidied(e.value)), '{}') FROM jsonb_each(value) e)
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(pg_temp.tidied(e.value) ORDER BY e.place), '[]')
      FROM jsonb_array_elements(value) WITH ORDINALITY e (value, place))
    ELSE value END;
END $$;

-- Whether JSON may hold a text that is not tidy: most hold none, and taking it apart takes long.
CREATE FUNCTION pg_temp.untidy(value JSONB) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
SELECT value::text ~ '[^ -~]|  |\\|: " |[{,\[] ?" | "[],:}]' $$;

-- Most rows are ASCII, and of the others most are tidy: what is not changed is not written.
CREATE FUNCTION pg_temp.looks_untidy(VARIADIC texts TEXT[]) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
SELECT bool_or(t !~ '^[!-~]+( [!-~]+)*$') FROM unnest(texts) t $$;

UPDATE contacts SET
  name = nullif(pg_temp.tidied(name), ''), country = nullif(pg_temp.tidied(country), ''),
  language = nullif(pg_temp.tidied(language), ''), phone = nullif(pg_temp.tidied(phone), ''),
  company = nullif(pg_temp.tidied(company), ''), source = pg_temp.tidied(source),
  status_source = pg_temp.tidied(status_source), attributes = pg_temp.tidied(attributes)
WHERE (pg_temp.looks_untidy(name, country, language, phone, company, source, status_source) OR pg_temp.untidy(attributes))
  AND (name, country, language, phone, company, source, status_source, attributes) IS DISTINCT FROM
    (nullif(pg_temp.tidied(name), ''), nullif(pg_temp.tidied(country), ''), nullif(pg_temp.tidied(language), ''),
     nullif(pg_temp.tidied(phone), ''), nullif(pg_temp.tidied(company), ''), pg_temp.tidied(source),
     pg_temp.tidied(status_source), pg_temp.tidied(attributes));

-- What undoing an import puts back.
UPDATE import_changes SET
  name = nullif(pg_temp.tidied(name), ''), country = nullif(pg_temp.tidied(country), ''),
  language = nullif(pg_temp.tidied(language), ''), phone = nullif(pg_temp.tidied(phone), ''),
  company = nullif(pg_temp.tidied(company), ''), attributes = pg_temp.tidied(attributes)
WHERE pg_temp.looks_untidy(name, country, language, phone, company) OR pg_temp.untidy(attributes);

UPDATE events SET kind = pg_temp.tidied(kind) WHERE kind ~ '  |[^ -~]' AND kind <> pg_temp.tidied(kind);
UPDATE events SET properties = pg_temp.tidied(properties)
WHERE pg_temp.untidy(properties) AND properties <> pg_temp.tidied(properties);

-- Kinds that are one now: what either knew of a property that both had is a text.
CREATE TEMP TABLE tidy_kinds ON COMMIT DROP AS
SELECT workspace_id, pg_temp.tidied(name) AS name, pg_temp.tidied(properties) AS properties FROM event_kinds;
DELETE FROM event_kinds;
INSERT INTO event_kinds (workspace_id, name, properties)
SELECT k.workspace_id, k.name, coalesce(jsonb_object_agg(k.key, k.type) FILTER (WHERE k.key IS NOT NULL), '{}')
FROM (SELECT t.workspace_id, t.name, p.key, CASE WHEN count(DISTINCT p.value) = 1 THEN min(p.value) ELSE 'text' END AS type
  FROM tidy_kinds t LEFT JOIN jsonb_each_text(t.properties) p ON true GROUP BY t.workspace_id, t.name, p.key) k
GROUP BY k.workspace_id, k.name;

UPDATE segments SET rule = pg_temp.tidied(rule) WHERE pg_temp.untidy(rule) AND rule <> pg_temp.tidied(rule);
-- The one text of several lines.
UPDATE segments SET description = (
  SELECT coalesce(btrim(string_agg(pg_temp.tidied(l.line), E'\n' ORDER BY l.place), E'\n'), '')
  FROM regexp_split_to_table(description, E'\r\n|[\n\r]') WITH ORDINALITY l (line, place))
WHERE pg_temp.looks_untidy(description);

-- Names, which have to stay different: of those that are one now, the later ones get a number.
DO $$
DECLARE
  tag RECORD;
  wanted TEXT;
  number INTEGER;
BEGIN
  FOR tag IN SELECT * FROM tags WHERE name <> pg_temp.tidied(name) ORDER BY workspace_id, id LOOP
    wanted := coalesce(nullif(pg_temp.tidied(tag.name), ''), 'tag');
    number := 1;
    WHILE EXISTS (SELECT 1 FROM tags t WHERE t.workspace_id = tag.workspace_id AND t.id <> tag.id AND t.name = wanted) LOOP
      number := number + 1;
      wanted := coalesce(nullif(pg_temp.tidied(tag.name), ''), 'tag') || ' ' || number;
    END LOOP;
    UPDATE tags t SET name = wanted WHERE t.workspace_id = tag.workspace_id AND t.id = tag.id;
  END LOOP;
END $$;

-- What has a key is found by the folded name. Where two are the same but for a mark, the second keeps a key of its own spelling.
DO $$
DECLARE
  of_table TEXT;
  named RECORD;
  wanted TEXT;
  key TEXT;
  number INTEGER;
  taken BOOLEAN;
BEGIN
  FOREACH of_table IN ARRAY ARRAY['segments', 'attributes', 'campaigns'] LOOP
    FOR named IN EXECUTE format(
      'SELECT workspace_id, id, name, name_key FROM %I
       WHERE name <> pg_temp.tidied(name) OR name_key <> folded(pg_temp.tidied(name))
       ORDER BY workspace_id, id', of_table) LOOP
      number := 1;
      wanted := coalesce(nullif(pg_temp.tidied(named.name), ''), 'unnamed');
      LOOP
        key := folded(wanted);
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE workspace_id = $1 AND id <> $2 AND name_key = $3)', of_table)
          INTO taken USING named.workspace_id, named.id, key;
        EXIT WHEN NOT taken;
        key := lower(wanted COLLATE "und-x-icu");
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE workspace_id = $1 AND id <> $2 AND name_key = $3)', of_table)
          INTO taken USING named.workspace_id, named.id, key;
        EXIT WHEN NOT taken;
        number := number + 1;
        wanted := coalesce(nullif(pg_temp.tidied(named.name), ''), 'unnamed') || ' ' || number;
      END LOOP;
      EXECUTE format('UPDATE %I SET name = $3, name_key = $4 WHERE workspace_id = $1 AND id = $2', of_table)
        USING named.workspace_id, named.id, wanted, key;
    END LOOP;
  END LOOP;
END $$;

UPDATE api_keys SET name = pg_temp.tidied(name) WHERE name <> pg_temp.tidied(name);

DROP FUNCTION pg_temp.looks_untidy(TEXT[]);
DROP FUNCTION pg_temp.untidy(JSONB);
DROP FUNCTION pg_temp.tidied(JSONB);
DROP FUNCTION pg_temp.tidied(TEXT);
