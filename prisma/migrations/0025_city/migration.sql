-- A contact's city. What a workspace keeps in an attribute called "city" of its own moves into it: "city is Berlin" means one thing.
ALTER TABLE "contacts" ADD COLUMN "city" TEXT;
ALTER TABLE "import_changes" ADD COLUMN "city" TEXT;

-- Only texts can. An attribute of another type gets the name that an import gives to a column called like a field; rules go by its id.
DO $$
DECLARE
  other RECORD;
  wanted TEXT;
  number INTEGER;
BEGIN
  FOR other IN SELECT workspace_id, id, name FROM attributes WHERE name_key = 'city' AND type <> 'text' LOOP
    wanted := other.name || ' (from file)';
    number := 1;
    WHILE EXISTS (SELECT 1 FROM attributes a WHERE a.workspace_id = other.workspace_id AND a.name_key = folded(wanted)) LOOP
      number := number + 1;
      wanted := other.name || ' (from file ' || number || ')';
    END LOOP;
    UPDATE attributes a SET name = wanted, name_key = folded(wanted)
    WHERE a.workspace_id = other.workspace_id AND a.id = other.id;
  END LOOP;
END $$;

CREATE TEMP TABLE moving ON COMMIT DROP AS
SELECT workspace_id, id, id::text AS key FROM attributes WHERE name_key = 'city';

-- Nobody changed these contacts: updated_at stays, by which undoing knows that.
UPDATE contacts c SET city = nullif(c.attributes ->> m.key, ''), attributes = c.attributes - m.key
FROM moving m WHERE c.workspace_id = m.workspace_id AND jsonb_exists(c.attributes, m.key);

-- What undoing puts back: an import, and an edit by hand.
UPDATE import_changes x SET city = nullif(x.attributes ->> m.key, ''), attributes = x.attributes - m.key
FROM moving m WHERE x.workspace_id = m.workspace_id AND jsonb_exists(x.attributes, m.key);
UPDATE undos u SET before = u.before || jsonb_build_object(
  'city', u.before -> 'attributes' -> m.key, 'attributes', (u.before -> 'attributes') - m.key)
FROM moving m WHERE u.workspace_id = m.workspace_id AND u.kind = 'contact.edited' AND jsonb_exists(u.before -> 'attributes', m.key);

-- Rules, wherever they stand in a tree of JSON.
CREATE FUNCTION pg_temp.moved(value JSONB, attribute INTEGER) RETURNS JSONB LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF value @> jsonb_build_object('type', 'attribute', 'attribute', attribute) THEN
    CASE value #>> '{test,is}'
      WHEN 'known' THEN RETURN '{"type": "has", "field": "city"}';
      WHEN 'text' THEN RETURN jsonb_build_object(
        'type', 'text', 'field', 'city', 'operator', value #> '{test,operator}', 'values', value #> '{test,values}');
      ELSE RETURN value;
    END CASE;
  END IF;
  RETURN CASE jsonb_typeof(value)
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(e.key, pg_temp.moved(e.value, attribute)), '{}') FROM jsonb_each(value) e)
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(pg_temp.moved(e.value, attribute) ORDER BY e.place), '[]')
      FROM jsonb_array_elements(value) WITH ORDINALITY e (value, place))
    ELSE value END;
END $$;

UPDATE segments s SET rule = pg_temp.moved(s.rule, m.id)
FROM moving m WHERE s.workspace_id = m.workspace_id AND s.rule::text LIKE '%"attribute"%';
UPDATE undos u SET before = pg_temp.moved(u.before, m.id)
FROM moving m WHERE u.workspace_id = m.workspace_id AND u.before::text LIKE '%"attribute"%';

-- Columns of files: of imports that began, those whose values went there; of proposed ones, those that would make that attribute.
UPDATE imports i SET mapping = jsonb_set(i.mapping, '{columns}', (
  SELECT jsonb_agg(CASE
    WHEN c.value -> 'attributeId' = to_jsonb(m.id) OR (c.value ->> 'target' = 'attribute' AND i.state = 'proposed'
      AND folded(coalesce(c.value ->> 'attribute', c.value ->> 'header')) = 'city' AND NOT EXISTS (
        SELECT 1 FROM attributes a WHERE a.workspace_id = i.workspace_id AND a.type <> 'text' AND a.name_key LIKE 'city (from file%'))
    THEN c.value || '{"target": "city", "type": "text", "dateOrder": null, "yearly": false, "attributeId": null}'
    ELSE c.value END ORDER BY c.place)
  FROM jsonb_array_elements(i.mapping -> 'columns') WITH ORDINALITY c (value, place)))
FROM imports j LEFT JOIN moving m ON m.workspace_id = j.workspace_id
WHERE j.workspace_id = i.workspace_id AND j.id = i.id AND jsonb_typeof(i.mapping -> 'columns') = 'array';

DELETE FROM attributes a USING moving m WHERE a.workspace_id = m.workspace_id AND a.id = m.id;

DROP FUNCTION pg_temp.moved(JSONB, INTEGER);
