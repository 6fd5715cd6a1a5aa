-- The jobs assistance, registry and water of bidui in DuckDB: feeds in, findings
-- out. The harness puts in front of this file the views src_households,
-- src_members, src_dibao, src_tekun and src_water over read_csv, with the fields'
-- canonical names; a field that a file lacks is NULL, and so is an empty cell.

-- An ID number comes in two parts: n, the first 17 digits, and c, the value of
-- the check character. 15 characters lack a century and the check, of the 20 and
-- 22 of a disability card the first 18 count. NULL: there is no such number.
CREATE MACRO n_of(id) AS CASE WHEN strlen(id) IN (18, 20, 22) THEN TRY_CAST(left(id, 17) AS BIGINT)
  WHEN strlen(id) = 15 THEN TRY_CAST(left(id, 6) || '19' || substr(id, 7) AS BIGINT) END;
-- due is what c has to be: digits weighed by powers of two, three at a time.
SET VARIABLE weighed = (SELECT list((4 * (i // 100) + 2 * (i // 10 % 10) + i % 10)::INTEGER ORDER BY i) FROM range(1000) AS t(i));
CREATE MACRO three(i) AS list_extract(getvariable('weighed'), i + 1);
CREATE MACRO due(n) AS (12 - 2 * (three(n // 1000000000000000) * 32768 + three(n // 1000000000000 % 1000) * 4096 +
  three(n // 1000000000 % 1000) * 512 + three(n // 1000000 % 1000) * 64 + three(n // 1000 % 1000) * 8 + three(n % 1000)) % 11) % 11;
CREATE MACRO eighteenth(id) AS ascii(substr(id, 18, 1));
CREATE MACRO c_of(a, n) AS CASE WHEN a BETWEEN 48 AND 57 THEN a - 48 WHEN a IN (88, 120) THEN 10 WHEN a = 0 THEN due(n) END;
-- key_of is both parts in one, NULL where the number cannot match: a stand-in,
-- or one whose last digits a spreadsheet lost.
CREATE MACRO key_of(n, c) AS CASE WHEN n % 100 <> 0 AND n < 99999900000000000 THEN n * 11 + c
  WHEN n < 99999900000000000 AND (c <> 0 OR due(n) = 0) THEN n * 11 + c END;
CREATE MACRO text_of(k) AS lpad((k // 11)::VARCHAR, 17, '0') || substr('0123456789X', (k % 11)::INTEGER + 1, 1);
CREATE MACRO other_document(t) AS t IS NOT NULL AND t NOT IN ('居民身份证', '身份证') AND
  (regexp_matches(t, '护照|港澳|香港|澳门|台湾|台胞|外国|外籍|其他|其它') OR
   NOT regexp_matches(t, '身份证|户口|残疾人|残疾证|^无|^未|^暂|^没有') AND contains(t, '证'));

CREATE MACRO leap(y) AS y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0);
CREATE MACRO is_day(d) AS d BETWEEN 19000101 AND {{number .AsOf}} AND d // 100 % 100 BETWEEN 1 AND 12 AND
  CASE WHEN d % 100 BETWEEN 1 AND 28 THEN true WHEN d % 100 NOT BETWEEN 29 AND 31 THEN false
    WHEN d // 100 % 100 IN (4, 6, 9, 11) THEN d % 100 <= 30
    WHEN d // 100 % 100 = 2 THEN d % 100 = 29 AND leap(d // 10000) ELSE true END;
CREATE MACRO is_province(p) AS p IN (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
  50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
-- sound says that a number has no flag either.
CREATE MACRO sound(n, c) AS is_province(n // 1000000000000000) AND is_day(n // 1000 % 100000000) AND due(n) = c;
-- unmatchable is the reason why a text has no key; flagged is that of a key.
CREATE MACRO unmatchable(id) AS CASE
  WHEN id IN ('', '无', '不详') OR regexp_full_match(id, '[-—–]+') THEN 'missing'
  WHEN starts_with(id, '999999') THEN 'pseudo'
  WHEN regexp_full_match(id, '[+-]?\d+(\.\d*)?[Ee][+-]?\d+') THEN 'damaged'
  WHEN contains(id, '*') THEN 'masked'
  WHEN length(id) NOT IN (15, 18, 20, 22) THEN 'length'
  WHEN NOT regexp_full_match(id, '\d{15}|\d{17}[\dXx].{0,4}') THEN 'character'
  ELSE 'damaged' END;
CREATE MACRO flagged(n) AS CASE
  WHEN NOT is_province(n // 1000000000000000) THEN 'region'
  WHEN NOT is_day(n // 1000 % 100000000) THEN 'birth_date'
  ELSE 'checksum' END;

-- The registry. A member's lead is the month of death, or what makes him one who
-- should be covered.
CREATE MACRO yes(x) AS CASE WHEN x IN ('是', '有', '√', '低保', '农村低保', '城市低保') THEN true WHEN x IN ('否', '无', '×', '未享受', '不享受') THEN false END;
CREATE MACRO said(x) AS CASE WHEN x THEN '是' WHEN NOT x THEN '否' END;
CREATE TEMP TABLE h AS SELECT household_id, key_of(n, c) AS head, CASE WHEN key_of(n, c) IS NULL THEN head_id END AS head_text,
    attribute, class, unlifted, lifted, mid_year, safe_water, hardship
  FROM (SELECT *, c_of(eighteenth(head_id), n) AS c FROM (SELECT household_id, head_id, n_of(head_id) AS n, attribute,
    CASE WHEN attribute IN ('一般贫困户', '一般农户', '一般脱贫户') THEN 1 WHEN attribute IN ('低保贫困户', '低保户') THEN 2
      WHEN attribute IN ('特困供养贫困户', '特困供养户', '五保贫困户', '五保户') THEN 3 ELSE 0 END::TINYINT AS class,
    (poverty_status IS NOT DISTINCT FROM '未脱贫') AS unlifted, starts_with(coalesce(poverty_status, ''), '已脱贫') AS lifted,
    coalesce(identified BETWEEN '{{.MidYear.From}}' AND '{{.MidYear.Through}}', false) AS mid_year,
    yes(safe_water) AS safe_water, coalesce(yes(water_hardship), false) AS hardship FROM src_households));

CREATE TEMP TABLE m AS SELECT member_id, household_id, name, active, head, mark, lead, key, CASE WHEN flawed THEN coalesce(id_number, '') END AS flawed
  FROM (SELECT *, active AND NOT other AND (key IS NULL OR NOT sound(n, c)) AS flawed
    FROM (SELECT *, CASE WHEN NOT other THEN key_of(n, c) END AS key
      FROM (SELECT *, c_of(a, n) AS c
        FROM (SELECT member_id, household_id, name, id_number, n_of(id_number) AS n, eighteenth(id_number) AS a, coalesce(other_document(id_type), false) AS other,
          state IS NULL OR state = '正常' AS active, relation IS NOT DISTINCT FROM '户主' AS head, yes(dibao) AS mark,
          CASE WHEN state = '死亡' THEN CASE WHEN state_date <= '{{.AsOf}}' THEN left(state_date, 7) END
            WHEN labour IN ('丧失劳动力', '无劳动力') AND (contains(health, '残疾') OR contains(health, '大病')) THEN labour || '，' || health END AS lead
        FROM src_members))));

-- The rolls: what the usable rows say of a key. Months are numbers: 201809.
CREATE MACRO month_of(x) AS TRY_CAST(replace(x, '-', '') AS INTEGER);
CREATE TEMP TABLE d AS SELECT key_of(n, c) AS key, name, key_of(hn, hc) AS head, benefit_no, start, "end", single, usable
  FROM (SELECT *, c_of(eighteenth(id_number), n) AS c, c_of(eighteenth(head_id), hn) AS hc FROM (SELECT id_number, head_id, n_of(id_number) AS n, n_of(head_id) AS hn, name, benefit_no, month_of(start) AS start, month_of("end") AS "end",
      household_size IS NULL OR household_size::INTEGER > 1 AND (covered_size IS NULL OR covered_size::INTEGER < household_size::INTEGER) AS single,
      name IS NOT NULL AND start IS NOT NULL AND ("end" IS NULL OR "end" >= start) AND covered IS DISTINCT FROM '否' AS usable FROM src_dibao));
CREATE TEMP TABLE t AS SELECT key_of(n, c) AS key, name, start, "end"
  FROM (SELECT *, c_of(eighteenth(id_number), n) AS c FROM (SELECT id_number, name, n_of(id_number) AS n, month_of(start) AS start, month_of("end") AS "end" FROM src_tekun
      WHERE name IS NOT NULL AND start IS NOT NULL AND ("end" IS NULL OR "end" >= start)))
  WHERE key_of(n, c) IS NOT NULL;

CREATE MACRO in_window(a, b) AS a <= {{number .Window.Through}} AND (b IS NULL OR b >= {{number .Window.From}});
CREATE MACRO last_paid(a, b) AS CASE WHEN a <= {{number .Month}} THEN CASE WHEN b < {{number .Month}} THEN b ELSE {{number .Month}} END END;
CREATE TEMP TABLE p AS
  SELECT key, coalesce(dp.paid, false) AS dibao, coalesce(tp.paid, false) AS tekun, dp.key IS NOT NULL AS on_dibao,
      dp.last AS dibao_last, tp.last AS tekun_last, dp.single,
      dp.low AS dibao_low, dp.high AS dibao_high, tp.low AS tekun_low, tp.high AS tekun_high
  FROM (SELECT key, bool_or(in_window(start, "end")) AS paid, max(last_paid(start, "end")) AS last,
      max(start * 2 + single::INTEGER) % 2 = 1 AS single, min(name) AS low, max(name) AS high FROM d WHERE usable AND key IS NOT NULL GROUP BY key) AS dp
  FULL JOIN (SELECT key, bool_or(in_window(start, "end")) AS paid, max(last_paid(start, "end")) AS last,
      min(name) AS low, max(name) AS high FROM t GROUP BY key) AS tp USING (key);

-- Members who are on a roll.
CREATE TEMP TABLE mp AS SELECT m.member_id, m.household_id, m.name, m.active, m.mark, m.lead, p.*
  FROM m JOIN p USING (key);

-- What active members add up to, household by household.
CREATE TEMP TABLE s AS SELECT household_id, count(*) AS active, count(*) FILTER (head) AS heads, max(key) FILTER (head) AS head_key,
    bool_and(key IS NOT NULL) AS matchable FROM m WHERE active GROUP BY household_id;
CREATE TEMP TABLE lost AS SELECT household_id FROM s ANTI JOIN h USING (household_id);
CREATE TEMP TABLE twice AS SELECT key, count(*) AS members FROM m WHERE active AND key IS NOT NULL GROUP BY key HAVING count(*) > 1;
CREATE TEMP TABLE sp AS SELECT household_id, bool_or(dibao) AS dibao, bool_or(tekun) AS tekun
  FROM mp WHERE active AND (dibao OR tekun) GROUP BY household_id;

-- People of the rolls whom the registry does not have, and their relatives.
CREATE TEMP TABLE outside AS SELECT p.* FROM p ANTI JOIN mp USING (key) WHERE (dibao OR tekun)
  AND NOT EXISTS (SELECT 1 FROM h WHERE h.head = p.key);
CREATE TEMP TABLE kin AS
  SELECT o.key, d.head AS relative FROM outside o JOIN d USING (key) WHERE d.head IS NOT NULL
  UNION SELECT b.key, e.key FROM (SELECT DISTINCT o.key, benefit_no FROM outside o JOIN d USING (key)) b JOIN d e USING (benefit_no) WHERE e.key <> b.key;
CREATE TEMP TABLE route AS SELECT kin.key, bool_or(coalesce(mid_year, false)) AS mid_year FROM kin JOIN (
    SELECT head AS key, mid_year FROM h SEMI JOIN kin ON h.head = kin.relative
    UNION ALL SELECT m.key, h.mid_year FROM m SEMI JOIN kin ON m.key = kin.relative LEFT JOIN h USING (household_id)) r
  ON r.key = kin.relative GROUP BY kin.key;

-- Water: the newest row, of several the worst. A row whose household is unknown
-- serves those that its head belongs to.
CREATE MACRO indicator(x) AS CASE
  WHEN x IN ('达标', '符合', '符合要求', '合格', '√', '是', '安全') THEN 2 WHEN x IN ('基本达标', '基本符合', '基本合格') THEN 1
  WHEN x IN ('不达标', '不符合', '不符合要求', '不合格', '×', '否') THEN 0 ELSE 3 END;
CREATE TEMP TABLE w AS SELECT household_id, head_id, assessed,
    CASE WHEN worst = 0 OR known = 4 THEN worst ELSE stated END AS derived,
    stated <> 3 AND (known = 4 AND stated <> worst OR worst = 0 AND stated <> 0) AS conflict
  FROM (SELECT household_id, head_id, CASE WHEN assessed_on <= '{{.AsOf}}' THEN replace(assessed_on, '-', '')::BIGINT ELSE 0 END AS assessed,
      CASE WHEN verdict IN ('安全', '是') THEN 2 WHEN verdict = '基本安全' THEN 1 WHEN verdict IN ('不安全', '否') THEN 0 ELSE 3 END AS stated,
      least(a, b, c, d) AS worst, (a < 3)::INTEGER + (b < 3)::INTEGER + (c < 3)::INTEGER + (d < 3)::INTEGER AS known
    FROM (SELECT *, indicator(quantity) AS a, indicator(quality) AS b, indicator(convenience) AS c, indicator(reliability) AS d FROM src_water));
CREATE TEMP TABLE stray AS SELECT key_of(n, c) AS head, assessed, derived, conflict
  FROM (SELECT *, c_of(eighteenth(head_id), n) AS c FROM (SELECT *, n_of(head_id) AS n FROM w ANTI JOIN h USING (household_id))) WHERE key_of(n, c) IS NOT NULL;
CREATE TEMP TABLE supply AS SELECT household_id, max(assessed * 8 + (3 - derived) * 2 + conflict::INTEGER) AS worst, max(assessed * 8 + derived * 2) AS best
  FROM (SELECT household_id, assessed, derived, conflict FROM w SEMI JOIN h USING (household_id)
    UNION ALL SELECT h.household_id, assessed, derived, conflict FROM stray JOIN h USING (head)
    UNION ALL SELECT h.household_id, assessed, derived, conflict FROM stray JOIN m ON m.key = stray.head JOIN h ON h.household_id = m.household_id)
  GROUP BY household_id;

-- Households with everything.
CREATE TEMP TABLE hh AS SELECT h.*, coalesce(s.active, 0) AS active, s.heads, s.head_key, s.matchable,
    coalesce(sp.dibao, false) AS dibao, coalesce(sp.tekun, false) AS tekun,
    CASE WHEN supply.worst IS NULL THEN 3 ELSE 3 - supply.worst // 2 % 4 END AS derived,
    supply.worst % 2 = 1 AS conflict, supply.best // 2 % 4 <> 3 - supply.worst // 2 % 4 AS disagree
  FROM h LEFT JOIN s USING (household_id) LEFT JOIN sp USING (household_id) LEFT JOIN supply USING (household_id);
DROP TABLE s; DROP TABLE sp; DROP TABLE w; DROP TABLE stray; DROP TABLE supply;

CREATE MACRO verdict_word(v) AS CASE v WHEN 0 THEN '不安全' WHEN 1 THEN '基本安全' WHEN 2 THEN '安全' END;
COPY (
  SELECT 'dibao_unmarked' AS kind, 'member:' || member_id AS subject, '' AS qualifier, 'high' AS severity, said(mark) AS registry, '是' AS agency, '是' AS expected, '' AS note
    FROM mp WHERE active AND dibao AND mark IS DISTINCT FROM true
  UNION ALL SELECT 'dibao_unsupported', 'member:' || m.member_id, '', CASE WHEN p.on_dibao THEN 'info' ELSE 'low' END, '是', '', '否', ''
    FROM m LEFT JOIN p USING (key) WHERE m.active AND m.mark AND m.key IS NOT NULL AND NOT coalesce(p.dibao, false)
  UNION ALL SELECT 'paid_after_death', 'member:' || member_id, '', 'high', '死亡 ' || lead,
    '之后仍发放' || concat_ws('、', CASE WHEN dibao_last > month_of(lead) THEN '低保' END, CASE WHEN tekun_last > month_of(lead) THEN '特困' END), '', ''
    FROM mp WHERE NOT active AND (dibao_last > month_of(lead) OR tekun_last > month_of(lead))
  UNION ALL SELECT 'should_be_covered', 'member:' || m.member_id, '', 'info', lead, '', '', ''
    FROM m JOIN h USING (household_id) LEFT JOIN p ON p.key = m.key
    WHERE m.active AND lead IS NOT NULL AND m.key IS NOT NULL AND h.unlifted AND NOT coalesce(p.dibao, false) AND NOT coalesce(p.tekun, false)
  UNION ALL SELECT 'name_differs', 'member:' || member_id, feed, '', name, other, '', '' FROM (
      SELECT member_id, active, name, 'dibao' AS feed, CASE WHEN dibao_low <> name THEN dibao_low ELSE dibao_high END AS other FROM mp
      UNION ALL SELECT member_id, active, name, 'tekun', CASE WHEN tekun_low <> name THEN tekun_low ELSE tekun_high END FROM mp)
    WHERE active AND other <> name AND replace(other, '·', '') <> replace(name, '·', '')
  UNION ALL SELECT 'id_invalid', 'member:' || member_id, '', CASE WHEN key IS NULL THEN 'high' ELSE 'medium' END, flawed, '', '', CASE WHEN key IS NULL THEN unmatchable(flawed) ELSE flagged(key // 11) END
    FROM m WHERE flawed IS NOT NULL
  UNION ALL SELECT 'member_orphaned', 'member:' || member_id, '', 'high', household_id, '', '', '' FROM m SEMI JOIN lost USING (household_id) WHERE active
  UNION ALL SELECT 'id_duplicate', 'person:' || text_of(key), '', 'high', members || '人', '', '', '' FROM twice
  UNION ALL SELECT 'attribute_wrong', 'household:' || household_id, '', 'high', attribute, word, word, '' FROM (
      SELECT *, CASE WHEN tekun THEN '特困供养贫困户' ELSE '低保贫困户' END AS word FROM hh WHERE dibao OR tekun)
    WHERE class <> CASE WHEN tekun THEN 3 ELSE 2 END
  UNION ALL SELECT 'attribute_unsupported', 'household:' || household_id, '', 'low', attribute, '', '一般贫困户', '' FROM hh
    WHERE NOT dibao AND NOT tekun AND active > 0 AND class IN (2, 3) AND matchable
  UNION ALL SELECT 'household_empty', 'household:' || household_id, '', 'medium', '', '', '', '' FROM hh WHERE active = 0
  UNION ALL SELECT 'head_count_wrong', 'household:' || household_id, '', 'medium', heads::VARCHAR, '', '', '' FROM hh WHERE active > 0 AND heads <> 1
  UNION ALL SELECT 'head_id_differs', 'household:' || household_id, '', 'medium', coalesce(text_of(head), head_text), text_of(head_key), '', ''
    FROM hh WHERE heads = 1 AND head_key IS NOT NULL AND head IS DISTINCT FROM head_key
  UNION ALL SELECT DISTINCT 'dibao_tekun_overlap', 'person:' || text_of(key), '', 'medium', '', '同月同时享受低保和特困', '', '' FROM d JOIN t USING (key)
    WHERE d.usable AND greatest(d.start, t.start, {{number .Window.From}}) <= least(d."end", t."end", {{number .Window.Through}})
  UNION ALL SELECT CASE WHEN route.key IS NOT NULL THEN 'member_missing' WHEN dibao AND NOT tekun AND single THEN 'single_dibao_excluded' ELSE 'household_unregistered' END,
      'person:' || text_of(outside.key), '', CASE WHEN route.key IS NOT NULL THEN 'medium' ELSE 'info' END, '',
      CASE WHEN tekun THEN '特困' ELSE '低保' END, '', CASE WHEN mid_year THEN 'new_identification' WHEN route.key IS NOT NULL THEN 'supplement' END
    FROM outside LEFT JOIN route USING (key)
  UNION ALL SELECT 'water_unmarked', 'household:' || household_id, '', 'high', '', verdict_word(derived), CASE derived WHEN 0 THEN '否' WHEN 1 THEN '是' WHEN 2 THEN '是' END, ''
    FROM hh WHERE safe_water IS NULL
  UNION ALL SELECT 'water_marked_safe', 'household:' || household_id, '', CASE WHEN lifted THEN 'critical' ELSE 'high' END, '是', '不安全', '否', ''
    FROM hh WHERE safe_water AND derived = 0
  UNION ALL SELECT 'water_marked_unsafe', 'household:' || household_id, '', 'medium', '否', verdict_word(derived), '是', ''
    FROM hh WHERE NOT safe_water AND derived IN (1, 2)
  UNION ALL SELECT 'water_no_record', 'household:' || household_id, '', 'medium', said(safe_water), '', '', ''
    FROM hh WHERE derived = 3
  UNION ALL SELECT 'water_verdict_conflict', 'household:' || household_id, '', 'low', '', verdict_word(derived), '', '' FROM hh WHERE conflict
  UNION ALL SELECT 'water_flags_contradict', 'household:' || household_id, '', 'medium', '困难：是；安全：是', '', '', '' FROM hh WHERE hardship AND safe_water
  UNION ALL SELECT 'water_rows_disagree', 'household:' || household_id, '', 'low', '', verdict_word(derived), '', '' FROM hh WHERE disagree
) TO '{{.Output}}' (FORMAT csv, HEADER true);
