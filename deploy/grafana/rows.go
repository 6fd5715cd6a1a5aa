package main

// overview is what a leader looks at.
func overview() row {
	return row{"概况 Overview", []panel{
		number("未销号 unresolved", "short", 4, series{`sum(bidui:unresolved:sum{` + here + `})`, ""}),
		number("重大未销号 critical", "short", 4, series{`sum(bidui:critical:sum{` + here + `}) or vector(0)`, ""},
			base("green"), from(1, "red")),
		number("距截止日（天） days to the deadline", "none", 6, series{`min by (task) (bidui:deadline_left:days{task=~"$task"})`, "{{task}}"},
			base("red"), from(2, "orange"), from(7, "green")).Decimals(0),
		number("最久未销号（天） oldest", "none", 6,
			series{`max by (task) (time() - bidui_discrepancies_oldest_timestamp_seconds{` + here + `}) / 86400`, "{{task}}"}).Decimals(0),
		number("暂不销号的县 held", "none", 2, series{`sum(bidui_feed_held_counties)`, ""}, base("green"), from(1, "orange")),
		number("告警 alerts", "none", 2, series{`count(ALERTS{alertname=~"Bidui.*",alertstate="firing"}) or vector(0)`, ""},
			base("green"), from(1, "red")),
	}}
}

// discrepancies is what remains, by kind and over time.
func discrepancies() row {
	return row{"疑点 Discrepancies", []panel{
		bars("按类型 by kind", 12, series{`sort_desc(sum by (kind) (bidui_discrepancies_unresolved{` + here + `}) > 0)`, "{{kind}}"}),
		bars("按级别和部门 by severity and agency", 12,
			series{`sort_desc(sum by (severity, agency) (bidui_discrepancies_unresolved{` + here + `}) > 0)`, "{{severity}} {{agency}}"}),
		trend("未销号趋势 unresolved", "short", 12, series{`sum by (task) (bidui:unresolved:sum{` + here + `})`, "{{task}}"}),
		trend("每日新增与销号 opened against resolved, a day", "short", 12,
			series{`sum(increase(bidui_discrepancies_opened_total{task=~"$task"}[1d]))`, "新增 opened"},
			series{`sum(increase(bidui_discrepancies_reopened_total{task=~"$task"}[1d]))`, "重现 reopened"},
			series{`sum(increase(bidui_discrepancies_resolved_total{task=~"$task"}[1d]))`, "销号 resolved"}),
	}}
}

// counties is where it remains.
func counties() row {
	return row{"各县 Counties", []panel{
		matrix("各县各任务 by county and job", 12, "county", "task", `sum by (county, task) (bidui_discrepancies_unresolved{`+here+`})`),
		matrix("各县各类型 by county and kind", 12, "county", "kind", `sum by (county, kind) (bidui_discrepancies_unresolved{`+here+`}) > 0`),
		listing("各县进度 progress", "county", "县",
			column{"未销号 unresolved", "short", `sum by (county) (bidui:unresolved:sum{` + here + `})`},
			column{"每千户 per 1000 households", "none",
				`1000 * sum by (county) (bidui:unresolved:sum{` + here + `}) / sum by (county) (bidui_registry_households{county=~"$county"})`},
			column{"户 households", "short", `sum by (county) (bidui_registry_households{county=~"$county"})`},
			column{"人 members", "short", `sum by (county) (bidui_registry_members{county=~"$county"})`},
			column{"最久 oldest", "s", `max by (county) (time() - bidui_discrepancies_oldest_timestamp_seconds{` + here + `})`}),
		trend("各县趋势 by county", "short", 24, series{`sum by (county) (bidui:unresolved:sum{` + here + `})`, "{{county}}"}),
	}}
}

// ofJob is, for each job that ever ran, what its feeds add up to.
func ofJob(metric string) string {
	return `sum by (task) (bidui_job_feed{task=~"$task"} * on (job, instance, feed) group_left () ` + metric + `)` +
		` and on (task) bidui_job_last_success`
}

// runs is whether last night's worked, and on what.
func runs() row {
	return row{"运行 Runs", []panel{
		listing("最近一次运行 last run", "task", "任务",
			column{"成功 succeeded", "bool_yes_no", `min by (task) (bidui_job_last_success{task=~"$task"})`},
			column{"结束 ended", "dateTimeAsIso", `1000 * max by (task) (bidui_job_last_completion_timestamp_seconds{task=~"$task"})`},
			column{"距上次成功 since success", "s", `max by (task) (bidui:since_success:seconds{task=~"$task"})`},
			column{"用时 took", "s", `max by (task) (bidui_job_duration_seconds{task=~"$task"})`},
			column{"采用行 rows used", "short", ofJob("bidui_feed_rows")},
			column{"不可用 rejects", "short", ofJob("bidui:rejected:sum")},
			column{"运行中 running", "bool_yes_no", `max by (task) (bidui_job_running{task=~"$task"}) and on (task) bidui_job_last_success`}),
		trend("用时 duration", "s", 12, series{`max by (task) (bidui_job_duration_seconds{task=~"$task"})`, "{{task}}"}),
		trend("距上次成功，占容许值 since success, of what is allowed", "percentunit", 12, series{
			`max by (task) (bidui:since_success:seconds{task=~"$task"} / on (job, instance, task) ` +
				`(bidui_job_interval_seconds * on () group_left () bidui:threshold:run_stale_intervals))`, "{{task}}",
		}),
	}}
}

// feeds is what agencies delivered.
func feeds() row {
	return row{"数据源 Feeds", []panel{
		listing("数据源 feeds", "feed", "数据源",
			column{"采用行 rows used", "short", `max by (feed) (bidui_feed_rows)`},
			column{"不可用 rejects", "short", `max by (feed) (bidui:rejected:sum)`},
			column{"不可用占比 of rows", "percentunit", `max by (feed) (bidui:rejected:ratio)`},
			column{"暂不销号的县 held", "none", `max by (feed) (bidui_feed_held_counties)`},
			column{"未更新（天） unchanged", "none", `max by (feed) (bidui:feed_unchanged:days)`},
			column{"容许（天） allowed", "none", `min by (feed) (bidui:feed_unchanged_limit:days)`},
			column{"授权剩余（天） authorised", "none", `min by (feed) (bidui:authorisation_left:days)`}),
		bars("不可用原因 rejects by reason", 12, series{`sort_desc(sum by (feed, reason) (bidui_feed_rejected_rows) > 0)`, "{{feed}} {{reason}}"}),
		trend("采用行 rows used", "short", 12, series{`max by (feed) (bidui_feed_rows)`, "{{feed}}"}),
	}}
}
