package jobs_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/bidui/bidui/internal/fetch/sftptest"
	"github.com/bidui/bidui/internal/oracle"
	"github.com/bidui/bidui/internal/period"
	"github.com/bidui/bidui/internal/secret"
	"github.com/bidui/bidui/internal/source"
	"github.com/bidui/bidui/internal/table"
)

// place writes rows to files, to a database or behind an interface.
func (s *shaper) place(p plan, rows []oracle.Row) source.Spec {
	switch {
	case slices.Contains(p.fields, "month") && s.chance(60):
		return s.months(p, monthly(rows))
	case s.draw(15, "query"):
		return s.query(p, rows)
	case len(rows) > 0 && s.draw(12, "paged JSON"):
		return s.pages(p, rows)
	case s.draw(25, "three files"):
		a, b := s.r.IntN(len(rows)+1), s.r.IntN(len(rows)+1)
		a, b = min(a, b), max(a, b)
		return s.files(p, map[string][]oracle.Row{"名册1": rows[:a], "名册2": rows[a:b], "名册3": rows[b:]})
	case s.draw(45, "workbook"):
		return s.workbookOf(p, rows)
	case len(rows) > 0 && s.draw(20, "JSON"):
		return s.json(p, rows)
	case s.draw(20, "archive of one"):
		return s.files(p, map[string][]oracle.Row{p.feed: rows})
	}
	file := p.feed + s.pick(".csv", ".txt", ".xls")
	spec := source.Spec{From: secret.Text(file)}
	encoding := s.text(file, s.dress(p, rows))
	if s.draw(30, "encoding by configuration") {
		spec.Encoding = encoding
	}
	return spec
}

// months puts each month into a table whose name tells it.
func (s *shaper) months(p plan, parts map[string][]oracle.Row) source.Spec {
	p.fields = slices.DeleteFunc(slices.Clone(p.fields), func(field string) bool { return field == "month" })
	named := map[string][]oracle.Row{}
	shape := s.pick("a file to a month", "a directory to a month", "a directory to a year", "a sheet to a month", "a workbook to a year")
	s.note(shape)
	if strings.HasPrefix(shape, "a sheet") {
		return s.sheets(p, map[string]map[string][]oracle.Row{p.feed: renamed(parts, s.named)})
	}
	years := map[string]map[string][]oracle.Row{}
	for _, month := range slices.Sorted(maps.Keys(parts)) {
		rows := parts[month]
		year, number, _ := strings.Cut(month, "-")
		number = strings.TrimPrefix(number, "0") + "月"
		switch shape {
		case "a file to a month":
			named["名册"+s.named(month)] = rows
		case "a directory to a month":
			named[s.named(month)+"/名册"] = rows
		case "a directory to a year":
			named[year+"年/"+number] = rows
		default:
			book := year + "年名册"
			if years[book] == nil {
				years[book] = map[string][]oracle.Row{}
			}
			years[book][number] = rows
		}
	}
	if len(years) > 0 {
		return s.sheets(p, years)
	}
	return s.files(p, named)
}

// renamed is the parts under other names.
func renamed(parts map[string][]oracle.Row, name func(string) string) map[string][]oracle.Row {
	out := map[string][]oracle.Row{}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		out[name(part)] = parts[part]
	}
	return out
}

// files writes each part to a file of that name, in a shape of its own. They
// lie in a directory or an archive of the feed.
func (s *shaper) files(p plan, parts map[string][]oracle.Row) source.Spec {
	spec := source.Spec{From: secret.Text(p.feed + "/*")}
	for name := range parts {
		if strings.Contains(name, "/") {
			spec.From = secret.Text(p.feed + "/*/*")
		}
	}
	write := func(within string) {
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			s.file(within+name, p, parts[name])
		}
	}
	if parts[p.feed] == nil && !s.draw(30, "archive") {
		write(p.feed + "/")
		return spec
	}
	spec.From = secret.Text(p.feed + ".zip")
	spec.Password = s.zip(p.feed+".zip", func() { write("") })
	return spec
}

// file writes rows to a file of any format that needs no word of the configuration.
func (s *shaper) file(name string, p plan, rows []oracle.Row) {
	switch {
	case s.draw(40, "workbook"):
		s.workbook(name, s.dress(p, rows))
	case len(rows) > 0 && s.draw(20, "JSON"):
		s.put(name+".json", s.records(s.bare(p, rows)).text)
	default:
		s.text(name+".csv", s.dress(p, rows))
	}
}

// sheets writes workbooks: name → name of the sheet → rows.
func (s *shaper) sheets(p plan, books map[string]map[string][]oracle.Row) source.Spec {
	for _, book := range slices.Sorted(maps.Keys(books)) {
		var sheets []sheet
		for _, name := range slices.Sorted(maps.Keys(books[book])) {
			of := s.dress(p, books[book][name])
			of.name, of.tellsMonth = name, true
			sheets = append(sheets, of)
		}
		s.workbook(p.feed+"/"+book, sheets...)
	}
	return source.Spec{From: secret.Text(p.feed + "/*")}
}

// workbookOf writes rows to one sheet of a workbook, perhaps beside another.
func (s *shaper) workbookOf(p plan, rows []oracle.Row) source.Spec {
	data, note := s.dress(p, rows), sheet{name: "填写说明", header: []string{"填写说明"}, rows: [][]string{
		{"姓名", "与户口簿一致"}, {"贫困户属性", "按系统导出填写"}, {}, {"填报人：", "", "联系电话："},
	}}
	data.name = "明细"
	sheets, spec := []sheet{data}, source.Spec{}
	if s.draw(40, "sheet of instructions") {
		sheets = append(sheets, note)
		s.r.Shuffle(2, func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
		sheets[s.r.IntN(2)].hidden = s.draw(50, "hidden sheet")
		if s.draw(30, "sheet by configuration") {
			spec.Sheet = "明细"
		}
	}
	spec.From = secret.Text(s.workbook(p.feed, sheets...))
	return spec
}

// json writes rows as a file of JSON, and may say where in it they are.
func (s *shaper) json(p plan, rows []oracle.Row) source.Spec {
	records := s.records(s.bare(p, rows))
	spec := source.Spec{From: secret.Text(p.feed + ".json")}
	s.put(p.feed+".json", records.text)
	if records.path != "" && s.draw(50, "records by configuration") {
		spec.Records = records.path
	}
	return spec
}

// named is how names have a month.
func (s *shaper) named(part string) string {
	year, month, _ := strings.Cut(part, "-")
	return s.pick(year+month, part, year+"年"+month+"月", year+"年"+strings.TrimPrefix(month, "0")+"月")
}

// monthly parts rows by their month, which all of them have: 2017-10 → rows.
func monthly(rows []oracle.Row) map[string][]oracle.Row {
	parts := map[string][]oracle.Row{}
	for _, row := range rows {
		date, _ := period.ParseDate(table.CleanCode(row["month"]))
		parts[date.Month().String()] = append(parts[date.Month().String()], row)
	}
	return parts
}

// elsewhere lets files be fetched from a server, some of them.
func (s *shaper) elsewhere(spec source.Spec) source.Spec {
	path := string(spec.From)
	escaped := strings.ReplaceAll((&url.URL{Path: "/" + path}).EscapedPath(), "%2A", "*")
	switch {
	case strings.Contains(path, "://"):
	case s.draw(15, "SFTP"):
		if s.vault == nil {
			s.vault = sftptest.New(s.t, s.dir)
		}
		spec.From = secret.Text("sftp://u:p%40ss%2Fword@" + s.vault.Address + s.dir + escaped)
		spec.SFTP.HostKeys = []string{s.vault.Fingerprint}
	case !strings.Contains(path, "*") && s.draw(20, "HTTP"):
		if s.site == nil {
			s.site = httptest.NewServer(http.FileServer(http.Dir(s.dir)))
			s.t.Cleanup(s.site.Close)
		}
		spec.From = secret.Text(s.site.URL + escaped)
	}
	return spec
}

// pages puts rows behind an interface that deals them out page by page.
func (s *shaper) pages(p plan, rows []oracle.Row) source.Spec {
	of := s.bare(p, rows)
	of.header = append(of.header, "行号") // no two pages are alike
	for i := range of.rows {
		of.rows[i] = append(of.rows[i], strconv.Itoa(i+1))
	}
	const size = 7
	records, byCursor := s.objects(of), s.draw(50, "pages by cursor")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("p")) // none: the first
		from := min(page*size, len(records))
		until, next := min(from+size, len(records)), ""
		if until < len(records) {
			next = strconv.Itoa(page + 1)
		}
		_, err := w.Write([]byte(`{"code":0,"data":{"next":"` + next + `","total":` + strconv.Itoa(len(records)) +
			`,"rows":[` + strings.Join(records[from:until], ",") + `]}}`))
		if err != nil {
			s.t.Error(err)
		}
	}))
	s.t.Cleanup(server.Close)
	spec := source.Spec{From: secret.Text(server.URL + "/rows")}
	spec.HTTP.Pages = pagesOf(byCursor)
	return spec
}
