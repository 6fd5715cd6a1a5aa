package main

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// row is one row of the board.
type row struct {
	title  string
	panels []panel
}

type panel = cog.Builder[dashboard.Panel]

// series is one expression and what its results are called.
type series struct{ expr, legend string }

func (s series) over() *prometheus.DataqueryBuilder {
	return prometheus.NewDataqueryBuilder().Datasource(source()).Expr(s.expr).LegendFormat(s.legend).Range()
}

func (s series) now() *prometheus.DataqueryBuilder {
	return prometheus.NewDataqueryBuilder().Datasource(source()).Expr(s.expr).LegendFormat(s.legend).Instant()
}

// number shows the value of each result as it is now; the steps say from which
// value on in which colour. The board is 24 spans wide.
func number(title, unit string, span uint32, s series, steps ...dashboard.Threshold) *stat.PanelBuilder {
	return stat.NewPanelBuilder().
		Title(title).Span(span).Height(5).Datasource(source()).Unit(unit).
		GraphMode(common.BigValueGraphModeNone).
		ColorMode(common.BigValueColorModeValue).
		Orientation(common.VizOrientationAuto).
		ReduceOptions(common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"})).
		Thresholds(thresholds(steps...)).
		WithTarget(s.now())
}

// bars compares what there is now.
func bars(title string, span uint32, s series) *bargauge.PanelBuilder {
	return bargauge.NewPanelBuilder().
		Title(title).Span(span).Height(12).Datasource(source()).
		Orientation(common.VizOrientationHorizontal).
		DisplayMode(common.BarGaugeDisplayModeGradient).
		ColorScheme(dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdContinuousYlRd)).
		Min(0).
		WithTarget(s.now())
}

// trend shows how it came about.
func trend(title, unit string, span uint32, all ...series) *timeseries.PanelBuilder {
	p := timeseries.NewPanelBuilder().
		Title(title).Span(span).Height(9).Datasource(source()).Unit(unit).
		LineWidth(2).FillOpacity(10).Min(0)
	for _, s := range all {
		p.WithTarget(s.over())
	}
	return p
}

// column is an expression with one result for each line of a table.
type column struct {
	name, unit string
	expr       string
}

// listing is a table of a line for each value of the label key; its expressions
// leave no other label.
func listing(title, key, keyTitle string, columns ...column) *table.PanelBuilder {
	p := table.NewPanelBuilder().Title(title).Span(24).Height(9).Datasource(source())
	names, order := map[string]string{key: keyTitle}, map[string]int{key: 0}
	for i, c := range columns {
		id := string(rune('A' + i))
		value := "Value #" + id
		names[value], order[value] = c.name, i+1
		p.WithTarget(series{expr: c.expr}.now().RefId(id).Format(prometheus.PromQueryFormatTable))
		p.OverrideByName(c.name, []dashboard.DynamicConfigValue{{Id: "unit", Value: c.unit}})
	}
	return p.
		WithTransformation(dashboard.DataTransformerConfig{Id: "merge", Options: map[string]any{}}).
		WithTransformation(dashboard.DataTransformerConfig{Id: "organize", Options: map[string]any{ //nolint:misspell // so Grafana calls it
			"excludeByName": map[string]bool{"Time": true}, "renameByName": names, "indexByName": order,
		}})
}

// matrix is a table with a line and a column for each value of two labels, the
// cells coloured by their value: a map without geography.
func matrix(title string, span uint32, line, columnLabel, expr string) *table.PanelBuilder {
	return table.NewPanelBuilder().
		Title(title).Span(span).Height(12).Datasource(source()).
		WithTarget(series{expr: expr}.now().Format(prometheus.PromQueryFormatTable)).
		WithTransformation(dashboard.DataTransformerConfig{Id: "groupingToMatrix", Options: map[string]any{
			"rowField": line, "columnField": columnLabel, "valueField": "Value", "emptyValue": "zero",
		}}).
		ColorScheme(dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdContinuousGrYlRd)).
		CellOptions(common.TableCellOptions{TableColoredBackgroundCellOptions: common.NewTableColoredBackgroundCellOptions()}).
		OverrideByName(fmt.Sprintf(`%s\%s`, line, columnLabel), []dashboard.DynamicConfigValue{
			{Id: "custom.cellOptions", Value: map[string]string{"type": "auto"}},
		})
}

// from is the colour of values from v on; base that of smaller ones.
func from(v float64, colour string) dashboard.Threshold {
	t := base(colour)
	t.Value = &v
	return t
}

func base(colour string) dashboard.Threshold {
	return dashboard.Threshold{Color: colour}
}

func thresholds(steps ...dashboard.Threshold) *dashboard.ThresholdsConfigBuilder {
	if len(steps) == 0 {
		steps = []dashboard.Threshold{base("blue")}
	}
	return dashboard.NewThresholdsConfigBuilder().Mode(dashboard.ThresholdsModeAbsolute).Steps(steps)
}
