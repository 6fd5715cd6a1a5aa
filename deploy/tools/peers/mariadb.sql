-- The jobs assistance, registry and water of bidui inside MariaDB: feeds in,
-- findings out. In front of this file stand the tables src_households,
-- src_members, src_dibao, src_tekun and src_water, with the fields' canonical
-- names; a field that a file lacks is empty. The first two are the registry as it
-- lies in the database. Words are those of the feeds that bidui generates, and so
-- is the form of months and dates. The macros key, due, province, day, indicator
-- and verdict stand in sql.go. Keys are added to full tables, which is faster.
SET SESSION sql_mode = 'PIPES_AS_CONCAT', join_buffer_size = 268435456, join_buffer_space_limit = 1073741824,
  join_cache_level = 4, sort_buffer_size = 67108864, tmp_table_size = 1073741824, max_heap_table_size = 1073741824;

-- The registry. A member's sign is the month of death, or what makes him one who
-- should be covered.
CREATE TEMPORARY TABLE h (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, head CHAR(18) CHARACTER SET ascii COLLATE ascii_bin)
  ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT household_id, {{key "head_id"}} AS head, head_id AS head_text, attribute,
    CASE WHEN attribute IN ('一般贫困户', '一般农户', '一般脱贫户') THEN 1 WHEN attribute IN ('低保贫困户', '低保户') THEN 2
      WHEN attribute IN ('特困供养贫困户', '特困供养户', '五保贫困户', '五保户') THEN 3 ELSE 0 END AS class,
    poverty_status = '未脱贫' AS unlifted, poverty_status LIKE '已脱贫%' AS lifted,
    identified BETWEEN '{{.MidYear.From}}' AND '{{.MidYear.Through}}' AS mid_year,
    safe_water AS safe, water_hardship = '是' AS hardship
  FROM src_households;
ALTER TABLE h ADD PRIMARY KEY (household_id), ADD KEY (head);

CREATE TEMPORARY TABLE m (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin, k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin, n BIGINT)
  ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT member_id, household_id, name, id_number, k, CAST(substr(k, 1, 17) AS UNSIGNED) AS n, active, head, mark, own, sign
  FROM (SELECT b.*, CASE WHEN own THEN {{key "id_number"}} END AS k
    FROM (SELECT member_id, household_id, name, id_number, state IN ('', '正常') AS active, relation = '户主' AS head, dibao AS mark,
      id_type IN ('', '居民身份证', '身份证', '户口簿', '残疾人证') AS own,
      CASE WHEN state = '死亡' THEN CASE WHEN state_date <> '' AND state_date <= '{{.AsOf}}' THEN substr(state_date, 1, 7) END
        WHEN labour IN ('丧失劳动力', '无劳动力') AND (health LIKE '%残疾%' OR health LIKE '%大病%') THEN labour || '，' || health END AS sign
      FROM src_members) AS b) AS c;
ALTER TABLE m ADD KEY (k);

-- The rolls: rows with a number that can match, and what those of them that are
-- usable say of it.
CREATE TEMPORARY TABLE d (k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, head CHAR(18) CHARACTER SET ascii COLLATE ascii_bin)
  ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT * FROM (SELECT {{key "id_number"}} AS k, name, {{key "head_id"}} AS head, benefit_no, start, nullif(`end`, '') AS upto,
    household_size = '' OR CAST(household_size AS UNSIGNED) > 1 AND CAST('0' || covered_size AS UNSIGNED) < CAST(household_size AS UNSIGNED) AS single,
    name <> '' AND start <> '' AND (`end` = '' OR `end` >= start) AND covered <> '否' AS usable FROM src_dibao) AS a WHERE k IS NOT NULL;
ALTER TABLE d ADD KEY (k), ADD KEY (benefit_no);
CREATE TEMPORARY TABLE t (k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL)
  ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT * FROM (SELECT {{key "id_number"}} AS k, name, start, nullif(`end`, '') AS upto FROM src_tekun
    WHERE name <> '' AND start <> '' AND (`end` = '' OR `end` >= start)) AS a WHERE k IS NOT NULL;
ALTER TABLE t ADD KEY (k);

CREATE TEMPORARY TABLE p (k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT k, max(dibao) AS dibao, max(tekun) AS tekun, max(on_dibao) AS on_dibao, max(dibao_last) AS dibao_last, max(tekun_last) AS tekun_last,
      max(newest) LIKE '%1' AS single, min(dibao_name) AS dibao_low, max(dibao_name) AS dibao_high, min(tekun_name) AS tekun_low, max(tekun_name) AS tekun_high
  FROM (SELECT k, start <= '{{.Window.Through}}' AND coalesce(upto >= '{{.Window.From}}', 1) AS dibao, 0 AS tekun, 1 AS on_dibao,
        CASE WHEN start <= '{{.Month}}' THEN least(coalesce(upto, '{{.Month}}'), '{{.Month}}') END AS dibao_last, NULL AS tekun_last,
        start || single AS newest, name AS dibao_name, NULL AS tekun_name FROM d WHERE usable
      UNION ALL SELECT k, 0, start <= '{{.Window.Through}}' AND coalesce(upto >= '{{.Window.From}}', 1), 0,
        NULL, CASE WHEN start <= '{{.Month}}' THEN least(coalesce(upto, '{{.Month}}'), '{{.Month}}') END, NULL, NULL, name FROM t) AS a
  GROUP BY k;
ALTER TABLE p ADD PRIMARY KEY (k);

-- Members who are on a roll, and what active members add up to.
CREATE TEMPORARY TABLE mp ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT m.member_id, m.household_id, m.name, m.active, m.mark, m.sign, p.* FROM m JOIN p ON m.k = p.k;
ALTER TABLE mp ADD KEY (k);
CREATE TEMPORARY TABLE s (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT household_id, count(*) AS active, sum(head) AS heads, max(CASE WHEN head THEN k END) AS head_key, min(k IS NOT NULL) AS matchable
  FROM m WHERE active GROUP BY household_id;
ALTER TABLE s ADD PRIMARY KEY (household_id);
CREATE TEMPORARY TABLE sp (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT household_id, max(dibao) AS dibao, max(tekun) AS tekun FROM mp WHERE active AND (dibao OR tekun) GROUP BY household_id;
ALTER TABLE sp ADD PRIMARY KEY (household_id);

-- People of the rolls whom the registry does not have, and their relatives.
CREATE TEMPORARY TABLE outside ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT p.* FROM p LEFT JOIN mp ON mp.k = p.k LEFT JOIN h ON h.head = p.k
  WHERE (p.dibao OR p.tekun) AND mp.k IS NULL AND h.head IS NULL;
CREATE TEMPORARY TABLE kin (k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, relative CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT outside.k, d.head AS relative FROM outside STRAIGHT_JOIN d FORCE INDEX (k) ON d.k = outside.k WHERE d.head IS NOT NULL
  UNION SELECT outside.k, e.k FROM outside STRAIGHT_JOIN d FORCE INDEX (k) ON d.k = outside.k STRAIGHT_JOIN d AS e FORCE INDEX (benefit_no) ON e.benefit_no = d.benefit_no
    WHERE d.benefit_no <> '' AND e.k <> outside.k;
CREATE TEMPORARY TABLE route (k CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0 SELECT k, max(coalesce(mid_year, 0)) AS mid_year FROM (
    SELECT kin.k, h.mid_year FROM kin STRAIGHT_JOIN h FORCE INDEX (head) ON h.head = kin.relative
    UNION ALL SELECT kin.k, h.mid_year FROM kin STRAIGHT_JOIN m FORCE INDEX (k) ON m.k = kin.relative LEFT JOIN h ON h.household_id = m.household_id) AS a
  GROUP BY k;
ALTER TABLE route ADD PRIMARY KEY (k);

-- Water: the newest row, of several the worst. A row whose household is unknown
-- serves those that its head belongs to.
CREATE TEMPORARY TABLE w (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin, head CHAR(18) CHARACTER SET ascii COLLATE ascii_bin) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT household_id, head, assessed, derived, stated <> 3 AND (known = 4 AND stated <> worst OR worst = 0 AND stated <> 0) AS conflict
  FROM (SELECT a2.*, CASE WHEN worst = 0 OR known = 4 THEN worst ELSE stated END AS derived
    FROM (SELECT household_id, assessed, stated, head, least(a, b, c, d) AS worst, (a < 3) + (b < 3) + (c < 3) + (d < 3) AS known
      FROM (SELECT household_id, {{key "head_id"}} AS head,
          CASE WHEN assessed_on <> '' AND assessed_on <= '{{.AsOf}}' THEN CAST(replace(assessed_on, '-', '') AS UNSIGNED) ELSE 0 END AS assessed,
          CASE WHEN verdict IN ('安全', '是') THEN 2 WHEN verdict = '基本安全' THEN 1 WHEN verdict IN ('不安全', '否') THEN 0 ELSE 3 END AS stated,
          {{indicator "quantity"}} AS a, {{indicator "quality"}} AS b, {{indicator "convenience"}} AS c, {{indicator "reliability"}} AS d
        FROM src_water) AS a1) AS a2) AS a3;
CREATE TEMPORARY TABLE stray SELECT w.head, assessed, derived, conflict FROM w LEFT JOIN h ON h.household_id = w.household_id
  WHERE w.head IS NOT NULL AND h.household_id IS NULL;
CREATE TEMPORARY TABLE supply (household_id VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT household_id, max(assessed * 8 + (3 - derived) * 2 + conflict) AS worst, max(assessed * 8 + derived * 2) AS best
  FROM (SELECT household_id, assessed, derived, conflict FROM w
    UNION ALL SELECT h.household_id, assessed, derived, conflict FROM stray STRAIGHT_JOIN h FORCE INDEX (head) ON h.head = stray.head
    UNION ALL SELECT m.household_id, assessed, derived, conflict FROM stray STRAIGHT_JOIN m FORCE INDEX (k) ON m.k = stray.head) AS a
  GROUP BY household_id;
ALTER TABLE supply ADD PRIMARY KEY (household_id);

-- Households with everything.
CREATE TEMPORARY TABLE hh ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=0
  SELECT h.*, coalesce(s.active, 0) AS active, s.heads, s.head_key, s.matchable, coalesce(sp.dibao, 0) AS dibao, coalesce(sp.tekun, 0) AS tekun,
    coalesce(3 - worst DIV 2 % 4, 3) AS derived, coalesce(worst % 2, 0) AS conflict, coalesce(best DIV 2 % 4 <> 3 - worst DIV 2 % 4, 0) AS disagree
  FROM h LEFT JOIN s ON s.household_id = h.household_id LEFT JOIN sp ON sp.household_id = h.household_id LEFT JOIN supply ON supply.household_id = h.household_id;

SELECT 'dibao_unmarked' AS kind, 'member:' || member_id AS subject, '' AS qualifier, 'high' AS severity, mark AS registry, '是' AS agency, '是' AS expected, '' AS note
  FROM mp WHERE active AND dibao AND mark <> '是'
UNION ALL SELECT 'dibao_unsupported', 'member:' || m.member_id, '', CASE WHEN p.on_dibao THEN 'info' ELSE 'low' END, m.mark, '', '否', ''
  FROM m LEFT JOIN p ON p.k = m.k WHERE m.active AND m.mark = '是' AND m.k IS NOT NULL AND NOT coalesce(p.dibao, 0)
UNION ALL SELECT 'paid_after_death', 'member:' || member_id, '', 'high', '死亡 ' || sign,
    '之后仍发放' || CASE WHEN dibao_last > sign AND tekun_last > sign THEN '低保、特困' WHEN dibao_last > sign THEN '低保' ELSE '特困' END, '', ''
  FROM mp WHERE NOT active AND (dibao_last > sign OR tekun_last > sign)
UNION ALL SELECT 'should_be_covered', 'member:' || m.member_id, '', 'info', m.sign, '', '', ''
  FROM m JOIN h ON h.household_id = m.household_id LEFT JOIN p ON p.k = m.k
  WHERE m.active AND m.sign IS NOT NULL AND m.k IS NOT NULL AND h.unlifted AND NOT coalesce(p.dibao, 0) AND NOT coalesce(p.tekun, 0)
UNION ALL SELECT 'name_differs', 'member:' || member_id, feed, '', name, other, '', '' FROM (
    SELECT member_id, active, name, 'dibao' AS feed, CASE WHEN dibao_low <> name THEN dibao_low ELSE dibao_high END AS other FROM mp
    UNION ALL SELECT member_id, active, name, 'tekun', CASE WHEN tekun_low <> name THEN tekun_low ELSE tekun_high END FROM mp) AS a
  WHERE active AND other <> name AND replace(other, '·', '') <> replace(name, '·', '')
UNION ALL SELECT 'id_invalid', 'member:' || member_id, '', CASE WHEN k IS NULL THEN 'high' ELSE 'medium' END, id_number, '', '',
    CASE WHEN k IS NOT NULL THEN CASE WHEN NOT {{province "n"}} THEN 'region' WHEN NOT {{day "n"}} THEN 'birth_date' ELSE 'checksum' END
      WHEN id_number IN ('', '无', '不详') OR id_number REGEXP '^[-—–]+$' THEN 'missing' WHEN id_number LIKE '999999%' THEN 'pseudo'
      WHEN id_number REGEXP '^[0-9.]+E[+]?[0-9]+$' THEN 'damaged' WHEN id_number LIKE '%*%' THEN 'masked'
      WHEN char_length(id_number) NOT IN (15, 18, 20, 22) THEN 'length' WHEN id_number NOT REGEXP '^([0-9]{15}$|[0-9]{17}[0-9Xx])' THEN 'character'
      ELSE 'damaged' END
  FROM m WHERE active AND own AND (k IS NULL OR NOT {{province "n"}} OR NOT {{day "n"}} OR substr('0123456789X', {{due "n"}} + 1, 1) <> substr(k, 18, 1))
UNION ALL SELECT 'member_orphaned', 'member:' || member_id, '', 'high', m.household_id, '', '', '' FROM s LEFT JOIN h ON h.household_id = s.household_id
  JOIN m ON m.household_id = s.household_id WHERE h.household_id IS NULL AND m.active
UNION ALL SELECT 'id_duplicate', 'person:' || k, '', 'high', count(*) || '人', '', '', '' FROM m WHERE active AND k IS NOT NULL GROUP BY k HAVING count(*) > 1
UNION ALL SELECT 'attribute_wrong', 'household:' || household_id, '', 'high', attribute, word, word, ''
  FROM (SELECT household_id, attribute, class, tekun, CASE WHEN tekun THEN '特困供养贫困户' ELSE '低保贫困户' END AS word FROM hh WHERE dibao OR tekun) AS a
  WHERE class <> CASE WHEN tekun THEN 3 ELSE 2 END
UNION ALL SELECT 'attribute_unsupported', 'household:' || household_id, '', 'low', attribute, '', '一般贫困户', '' FROM hh
  WHERE NOT dibao AND NOT tekun AND active > 0 AND class IN (2, 3) AND matchable
UNION ALL SELECT 'household_empty', 'household:' || household_id, '', 'medium', '', '', '', '' FROM hh WHERE active = 0
UNION ALL SELECT 'head_count_wrong', 'household:' || household_id, '', 'medium', heads || '', '', '', '' FROM hh WHERE active > 0 AND heads <> 1
UNION ALL SELECT 'head_id_differs', 'household:' || household_id, '', 'medium', coalesce(head, head_text), head_key, '', ''
  FROM hh WHERE heads = 1 AND head_key IS NOT NULL AND NOT head <=> head_key
UNION ALL SELECT DISTINCT 'dibao_tekun_overlap', 'person:' || t.k, '', 'medium', '', '同月同时享受低保和特困', '', '' FROM t JOIN d ON d.k = t.k
  WHERE d.usable AND greatest(d.start, t.start, '{{.Window.From}}') <= least(coalesce(d.upto, '9'), coalesce(t.upto, '9'), '{{.Window.Through}}')
UNION ALL SELECT CASE WHEN route.k IS NOT NULL THEN 'member_missing' WHEN dibao AND NOT tekun AND single THEN 'single_dibao_excluded' ELSE 'household_unregistered' END,
    'person:' || outside.k, '', CASE WHEN route.k IS NOT NULL THEN 'medium' ELSE 'info' END, '', CASE WHEN tekun THEN '特困' ELSE '低保' END, '',
    CASE WHEN mid_year THEN 'new_identification' WHEN route.k IS NOT NULL THEN 'supplement' ELSE '' END
  FROM outside LEFT JOIN route ON route.k = outside.k
UNION ALL SELECT 'water_unmarked', 'household:' || household_id, '', 'high', '', {{verdict "derived"}}, CASE derived WHEN 0 THEN '否' WHEN 3 THEN '' ELSE '是' END, ''
  FROM hh WHERE safe = ''
UNION ALL SELECT 'water_marked_safe', 'household:' || household_id, '', CASE WHEN lifted THEN 'critical' ELSE 'high' END, safe, '不安全', '否', '' FROM hh WHERE safe = '是' AND derived = 0
UNION ALL SELECT 'water_marked_unsafe', 'household:' || household_id, '', 'medium', safe, {{verdict "derived"}}, '是', '' FROM hh WHERE safe = '否' AND derived IN (1, 2)
UNION ALL SELECT 'water_no_record', 'household:' || household_id, '', 'medium', safe, '', '', '' FROM hh WHERE derived = 3
UNION ALL SELECT 'water_verdict_conflict', 'household:' || household_id, '', 'low', '', {{verdict "derived"}}, '', '' FROM hh WHERE conflict
UNION ALL SELECT 'water_flags_contradict', 'household:' || household_id, '', 'medium', '困难：是；安全：是', '', '', '' FROM hh WHERE hardship AND safe = '是'
UNION ALL SELECT 'water_rows_disagree', 'household:' || household_id, '', 'low', '', {{verdict "derived"}}, '', '' FROM hh WHERE disagree;
