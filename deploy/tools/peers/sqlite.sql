-- The jobs assistance, registry and water of bidui for SQLite: feeds in, findings
-- out. In front of this file stand the tables src_households, src_members,
-- src_dibao, src_tekun and src_water as .import fills them, with the fields'
-- canonical names; a field that a file lacks is empty. Words are those of the
-- feeds that bidui generates, and so is the form of months and dates.
-- The macros key, due, province, day, indicator and verdict stand in sql.go.

-- The registry. A member's lead is the month of death, or what makes him one who
-- should be covered.
CREATE TEMP TABLE h AS SELECT household_id, {{key "head_id"}} AS head, head_id AS head_text, attribute,
    CASE WHEN attribute IN ('一般贫困户', '一般农户', '一般脱贫户') THEN 1 WHEN attribute IN ('低保贫困户', '低保户') THEN 2
      WHEN attribute IN ('特困供养贫困户', '特困供养户', '五保贫困户', '五保户') THEN 3 ELSE 0 END AS class,
    poverty_status = '未脱贫' AS unlifted, poverty_status LIKE '已脱贫%' AS lifted,
    identified BETWEEN '{{.MidYear.From}}' AND '{{.MidYear.Through}}' AS mid_year,
    safe_water AS safe, water_hardship = '是' AS hardship
  FROM src_households;
CREATE UNIQUE INDEX temp.h_id ON h (household_id);

CREATE TEMP TABLE m AS SELECT member_id, household_id, name, id_number, key, CAST(substr(key, 1, 17) AS INTEGER) AS n, active, head, mark, own, lead
  FROM (SELECT *, CASE WHEN own THEN {{key "id_number"}} END AS key
    FROM (SELECT member_id, household_id, name, id_number, state IN ('', '正常') AS active, relation = '户主' AS head, dibao AS mark,
      id_type IN ('', '居民身份证', '身份证', '户口簿', '残疾人证') AS own,
      CASE WHEN state = '死亡' THEN CASE WHEN state_date <> '' AND state_date <= '{{.AsOf}}' THEN substr(state_date, 1, 7) END
        WHEN labour IN ('丧失劳动力', '无劳动力') AND (health LIKE '%残疾%' OR health LIKE '%大病%') THEN labour || '，' || health END AS lead
      FROM src_members));
CREATE INDEX temp.m_key ON m (key);

-- The rolls: rows with a number that can match, and what those of them that are
-- usable say of it.
CREATE TEMP TABLE d AS SELECT * FROM (SELECT {{key "id_number"}} AS key, name, {{key "head_id"}} AS head, benefit_no, start, nullif("end", '') AS until,
    household_size = '' OR CAST(household_size AS INTEGER) > 1 AND CAST(covered_size AS INTEGER) < CAST(household_size AS INTEGER) AS single,
    name <> '' AND start <> '' AND ("end" = '' OR "end" >= start) AND covered <> '否' AS usable FROM src_dibao) WHERE key IS NOT NULL;
CREATE TEMP TABLE t AS SELECT * FROM (SELECT {{key "id_number"}} AS key, name, start, nullif("end", '') AS until FROM src_tekun
    WHERE name <> '' AND start <> '' AND ("end" = '' OR "end" >= start)) WHERE key IS NOT NULL;
CREATE INDEX temp.d_key ON d (key);
CREATE INDEX temp.d_benefit ON d (benefit_no);
CREATE INDEX temp.t_key ON t (key);

CREATE TEMP TABLE p AS
  SELECT key, max(dibao) AS dibao, max(tekun) AS tekun, max(on_dibao) AS on_dibao, max(dibao_last) AS dibao_last, max(tekun_last) AS tekun_last,
      max(newest) LIKE '%1' AS single, min(dibao_name) AS dibao_low, max(dibao_name) AS dibao_high, min(tekun_name) AS tekun_low, max(tekun_name) AS tekun_high
  FROM (SELECT key, start <= '{{.Window.Through}}' AND coalesce(until >= '{{.Window.From}}', 1) AS dibao, 0 AS tekun, 1 AS on_dibao,
        CASE WHEN start <= '{{.Month}}' THEN min(coalesce(until, '{{.Month}}'), '{{.Month}}') END AS dibao_last, NULL AS tekun_last,
        start || single AS newest, name AS dibao_name, NULL AS tekun_name FROM d WHERE usable
      UNION ALL SELECT key, 0, start <= '{{.Window.Through}}' AND coalesce(until >= '{{.Window.From}}', 1), 0,
        NULL, CASE WHEN start <= '{{.Month}}' THEN min(coalesce(until, '{{.Month}}'), '{{.Month}}') END, NULL, NULL, name FROM t)
  GROUP BY key;
CREATE UNIQUE INDEX temp.p_key ON p (key);

-- Members who are on a roll, and what active members add up to.
CREATE TEMP TABLE mp AS SELECT m.member_id, m.household_id, m.name, m.active, m.mark, m.lead, p.* FROM p JOIN m ON m.key = p.key;
CREATE TEMP TABLE s AS SELECT household_id, count(*) AS active, sum(head) AS heads, max(CASE WHEN head THEN key END) AS head_key, min(key IS NOT NULL) AS matchable
  FROM m WHERE active GROUP BY household_id;
CREATE UNIQUE INDEX temp.s_id ON s (household_id);
CREATE TEMP TABLE sp AS SELECT household_id, max(dibao) AS dibao, max(tekun) AS tekun FROM mp WHERE active AND (dibao OR tekun) GROUP BY household_id;
CREATE UNIQUE INDEX temp.sp_id ON sp (household_id);

-- People of the rolls whom the registry does not have, and their relatives.
CREATE INDEX temp.h_head ON h (head);
CREATE TEMP TABLE outside AS SELECT * FROM p WHERE (dibao OR tekun)
  AND NOT EXISTS (SELECT 1 FROM m WHERE m.key = p.key) AND NOT EXISTS (SELECT 1 FROM h WHERE h.head = p.key);
CREATE TEMP TABLE kin AS SELECT outside.key, d.head AS relative FROM outside CROSS JOIN d ON d.key = outside.key WHERE d.head IS NOT NULL
  UNION SELECT outside.key, e.key FROM outside CROSS JOIN d ON d.key = outside.key CROSS JOIN d AS e ON e.benefit_no = d.benefit_no
    WHERE d.benefit_no <> '' AND e.key <> outside.key;
CREATE TEMP TABLE route AS SELECT key, max(coalesce(mid_year, 0)) AS mid_year FROM (
    SELECT kin.key, h.mid_year FROM kin CROSS JOIN h ON h.head = kin.relative
    UNION ALL SELECT kin.key, h.mid_year FROM kin CROSS JOIN m ON m.key = kin.relative LEFT JOIN h ON h.household_id = m.household_id)
  GROUP BY key;
CREATE INDEX temp.route_key ON route (key);

-- Water: the newest row, of several the worst. A row whose household is unknown
-- serves those that its head belongs to.
CREATE TEMP TABLE w AS SELECT household_id, head, assessed, derived, stated <> 3 AND (known = 4 AND stated <> worst OR worst = 0 AND stated <> 0) AS conflict
  FROM (SELECT *, CASE WHEN worst = 0 OR known = 4 THEN worst ELSE stated END AS derived
    FROM (SELECT household_id, assessed, stated, head, min(a, b, c, d) AS worst, (a < 3) + (b < 3) + (c < 3) + (d < 3) AS known
      FROM (SELECT household_id, {{key "head_id"}} AS head,
          CASE WHEN assessed_on <= '{{.AsOf}}' THEN CAST(replace(assessed_on, '-', '') AS INTEGER) ELSE 0 END AS assessed,
          CASE WHEN verdict IN ('安全', '是') THEN 2 WHEN verdict = '基本安全' THEN 1 WHEN verdict IN ('不安全', '否') THEN 0 ELSE 3 END AS stated,
          {{indicator "quantity"}} AS a, {{indicator "quality"}} AS b, {{indicator "convenience"}} AS c, {{indicator "reliability"}} AS d
        FROM src_water)));
CREATE TEMP TABLE stray AS SELECT head, assessed, derived, conflict FROM w WHERE head IS NOT NULL AND NOT EXISTS (SELECT 1 FROM h WHERE h.household_id = w.household_id);
CREATE TEMP TABLE supply AS SELECT household_id, max(assessed * 8 + (3 - derived) * 2 + conflict) AS worst, max(assessed * 8 + derived * 2) AS best
  FROM (SELECT household_id, assessed, derived, conflict FROM w
    UNION ALL SELECT h.household_id, assessed, derived, conflict FROM stray CROSS JOIN h ON h.head = stray.head
    UNION ALL SELECT m.household_id, assessed, derived, conflict FROM stray CROSS JOIN m ON m.key = stray.head)
  GROUP BY household_id;
CREATE UNIQUE INDEX temp.supply_id ON supply (household_id);

-- Households with everything.
CREATE TEMP TABLE hh AS SELECT h.*, coalesce(s.active, 0) AS active, s.heads, s.head_key, s.matchable, coalesce(sp.dibao, 0) AS dibao, coalesce(sp.tekun, 0) AS tekun,
    coalesce(3 - worst / 2 % 4, 3) AS derived, coalesce(worst % 2, 0) AS conflict, coalesce(best / 2 % 4 <> 3 - worst / 2 % 4, 0) AS disagree
  FROM h LEFT JOIN s ON s.household_id = h.household_id LEFT JOIN sp ON sp.household_id = h.household_id LEFT JOIN supply ON supply.household_id = h.household_id;

SELECT 'dibao_unmarked' AS kind, 'member:' || member_id AS subject, '' AS qualifier, 'high' AS severity, mark AS registry, '是' AS agency, '是' AS expected, '' AS note
  FROM mp WHERE active AND dibao AND mark <> '是'
UNION ALL SELECT 'dibao_unsupported', 'member:' || member_id, '', CASE WHEN on_dibao THEN 'info' ELSE 'low' END, mark, '', '否', ''
  FROM (SELECT m.*, p.dibao, p.on_dibao FROM m LEFT JOIN p ON p.key = m.key WHERE m.active AND m.mark = '是' AND m.key IS NOT NULL) WHERE NOT coalesce(dibao, 0)
UNION ALL SELECT 'paid_after_death', 'member:' || member_id, '', 'high', '死亡 ' || lead,
    '之后仍发放' || CASE WHEN dibao_last > lead AND tekun_last > lead THEN '低保、特困' WHEN dibao_last > lead THEN '低保' ELSE '特困' END, '', ''
  FROM mp WHERE NOT active AND (dibao_last > lead OR tekun_last > lead)
UNION ALL SELECT 'should_be_covered', 'member:' || m.member_id, '', 'info', m.lead, '', '', ''
  FROM m JOIN h ON h.household_id = m.household_id LEFT JOIN p ON p.key = m.key
  WHERE m.active AND m.lead IS NOT NULL AND m.key IS NOT NULL AND h.unlifted AND NOT coalesce(p.dibao, 0) AND NOT coalesce(p.tekun, 0)
UNION ALL SELECT 'name_differs', 'member:' || member_id, feed, '', name, other, '', '' FROM (
    SELECT member_id, active, name, 'dibao' AS feed, CASE WHEN dibao_low <> name THEN dibao_low ELSE dibao_high END AS other FROM mp
    UNION ALL SELECT member_id, active, name, 'tekun', CASE WHEN tekun_low <> name THEN tekun_low ELSE tekun_high END FROM mp)
  WHERE active AND other <> name AND replace(other, '·', '') <> replace(name, '·', '')
UNION ALL SELECT 'id_invalid', 'member:' || member_id, '', CASE WHEN key IS NULL THEN 'high' ELSE 'medium' END, id_number, '', '',
    CASE WHEN key IS NOT NULL THEN CASE WHEN NOT {{province "n"}} THEN 'region' WHEN NOT {{day "n"}} THEN 'birth_date' ELSE 'checksum' END
      WHEN id_number IN ('', '无', '不详') OR trim(id_number, '-—–') = '' THEN 'missing' WHEN id_number GLOB '999999*' THEN 'pseudo'
      WHEN id_number GLOB '[0-9]*E+[0-9]*' THEN 'damaged' WHEN id_number GLOB '*[*]*' THEN 'masked'
      WHEN length(id_number) NOT IN (15, 18, 20, 22) THEN 'length' WHEN substr(id_number, 1, 17) GLOB '*[^0-9]*' OR substr(id_number, 18, 1) GLOB '[^0-9Xx]' THEN 'character'
      ELSE 'damaged' END
  FROM m WHERE active AND own AND (key IS NULL OR NOT {{province "n"}} OR NOT {{day "n"}} OR substr('0123456789X', {{due "n"}} + 1, 1) <> substr(key, 18, 1))
UNION ALL SELECT 'member_orphaned', 'member:' || member_id, '', 'high', household_id, '', '', '' FROM m
  WHERE active AND NOT EXISTS (SELECT 1 FROM h WHERE h.household_id = m.household_id)
UNION ALL SELECT 'id_duplicate', 'person:' || key, '', 'high', count(*) || '人', '', '', '' FROM m WHERE active AND key IS NOT NULL GROUP BY key HAVING count(*) > 1
UNION ALL SELECT 'attribute_wrong', 'household:' || household_id, '', 'high', attribute, word, word, ''
  FROM (SELECT *, CASE WHEN tekun THEN '特困供养贫困户' ELSE '低保贫困户' END AS word FROM hh WHERE dibao OR tekun) WHERE class <> CASE WHEN tekun THEN 3 ELSE 2 END
UNION ALL SELECT 'attribute_unsupported', 'household:' || household_id, '', 'low', attribute, '', '一般贫困户', '' FROM hh
  WHERE NOT dibao AND NOT tekun AND active > 0 AND class IN (2, 3) AND matchable
UNION ALL SELECT 'household_empty', 'household:' || household_id, '', 'medium', '', '', '', '' FROM hh WHERE active = 0
UNION ALL SELECT 'head_count_wrong', 'household:' || household_id, '', 'medium', heads || '', '', '', '' FROM hh WHERE active > 0 AND heads <> 1
UNION ALL SELECT 'head_id_differs', 'household:' || household_id, '', 'medium', coalesce(head, head_text), head_key, '', ''
  FROM hh WHERE heads = 1 AND head_key IS NOT NULL AND head IS NOT head_key
UNION ALL SELECT DISTINCT 'dibao_tekun_overlap', 'person:' || t.key, '', 'medium', '', '同月同时享受低保和特困', '', '' FROM t CROSS JOIN d ON d.key = t.key
  WHERE d.usable AND max(d.start, t.start, '{{.Window.From}}') <= min(coalesce(d.until, '9'), coalesce(t.until, '9'), '{{.Window.Through}}')
UNION ALL SELECT CASE WHEN route.key IS NOT NULL THEN 'member_missing' WHEN dibao AND NOT tekun AND single THEN 'single_dibao_excluded' ELSE 'household_unregistered' END,
    'person:' || outside.key, '', CASE WHEN route.key IS NOT NULL THEN 'medium' ELSE 'info' END, '', CASE WHEN tekun THEN '特困' ELSE '低保' END, '',
    CASE WHEN mid_year THEN 'new_identification' WHEN route.key IS NOT NULL THEN 'supplement' ELSE '' END
  FROM outside LEFT JOIN route ON route.key = outside.key
UNION ALL SELECT 'water_unmarked', 'household:' || household_id, '', 'high', '', {{verdict "derived"}}, CASE derived WHEN 0 THEN '否' WHEN 3 THEN '' ELSE '是' END, ''
  FROM hh WHERE safe = ''
UNION ALL SELECT 'water_marked_safe', 'household:' || household_id, '', CASE WHEN lifted THEN 'critical' ELSE 'high' END, safe, '不安全', '否', '' FROM hh WHERE safe = '是' AND derived = 0
UNION ALL SELECT 'water_marked_unsafe', 'household:' || household_id, '', 'medium', safe, {{verdict "derived"}}, '是', '' FROM hh WHERE safe = '否' AND derived IN (1, 2)
UNION ALL SELECT 'water_no_record', 'household:' || household_id, '', 'medium', safe, '', '', '' FROM hh WHERE derived = 3
UNION ALL SELECT 'water_verdict_conflict', 'household:' || household_id, '', 'low', '', {{verdict "derived"}}, '', '' FROM hh WHERE conflict
UNION ALL SELECT 'water_flags_contradict', 'household:' || household_id, '', 'medium', '困难：是；安全：是', '', '', '' FROM hh WHERE hardship AND safe = '是'
UNION ALL SELECT 'water_rows_disagree', 'household:' || household_id, '', 'low', '', {{verdict "derived"}}, '', '' FROM hh WHERE disagree;
