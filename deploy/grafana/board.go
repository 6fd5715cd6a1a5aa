package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// here narrows metrics of discrepancies to what is chosen at the top of the board.
const here = `task=~"$task",county=~"$county"`

// board is the whole of it: from how many remain to why a number may be wrong.
//
//nolint:staticcheck // what is to take this builder's place makes boards for Grafana 12 and later only
func board() *dashboard.DashboardBuilder {
	b := dashboard.NewDashboardBuilder("比对 bidui").
		Uid("bidui").
		Description("Made by deploy/grafana; edit it there.").
		Tags([]string{"bidui"}).
		Timezone("browser").
		Time("now-30d", "now").
		Refresh("5m").
		Tooltip(dashboard.DashboardCursorSyncCrosshair).
		WithVariable(dashboard.NewDatasourceVariableBuilder("datasource").Label("数据源").Type("prometheus")).
		WithVariable(choice("task", "任务", "label_values(bidui_job_running, task)")).
		WithVariable(choice("county", "县", "label_values(bidui_discrepancies_unresolved, county)"))
	for _, row := range []row{overview(), discrepancies(), counties(), runs(), feeds()} {
		b.WithRow(dashboard.NewRowBuilder(row.title))
		for _, panel := range row.panels {
			b.WithPanel(panel)
		}
	}
	return b
}

// choice is a variable of which some or all values may be chosen; all are also
// those of series without the label.
func choice(name, label, query string) *dashboard.QueryVariableBuilder {
	return dashboard.NewQueryVariableBuilder(name).
		Label(label).
		Datasource(source()).
		Query(dashboard.StringOrMap{String: &query}).
		Refresh(dashboard.VariableRefreshOnTimeRangeChanged).
		Sort(dashboard.VariableSortAlphabeticalAsc).
		Multi(true).
		IncludeAll(true).
		AllValue(".*").
		Current(dashboard.VariableOption{
			Text:  dashboard.StringOrArrayOfString{String: new("All")},
			Value: dashboard.StringOrArrayOfString{String: new("$__all")},
		})
}

// source is the Prometheus that is chosen at the top.
func source() common.DataSourceRef {
	return common.DataSourceRef{Type: new("prometheus"), Uid: new("${datasource}")}
}
