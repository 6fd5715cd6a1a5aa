package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// feed is a feed and the fields of it that the SQL reads: header → field.
type feed struct {
	name    string
	headers map[string]string
}

// feeds is the feeds of the jobs assistance, registry and water, under the
// headers that bidui generate writes.
var feeds = []feed{
	{"households", map[string]string{
		"户编号": "household_id", "户主证件号码": "head_id", "贫困户属性": "attribute", "脱贫状态": "poverty_status",
		"识别时间": "identified", "是否解决安全饮用水": "safe_water", "饮水是否困难": "water_hardship",
	}},
	{"members", map[string]string{
		"人编号": "member_id", "户编号": "household_id", "姓名": "name", "证件号码": "id_number", "证件类型": "id_type",
		"与户主关系": "relation", "是否享受低保": "dibao", "人员状态": "state", "减少时间": "state_date", "健康状况": "health", "劳动技能": "labour",
	}},
	{"dibao", map[string]string{
		"姓名": "name", "身份证号": "id_number", "户主身份证号": "head_id", "低保证号": "benefit_no", "家庭人口数": "household_size",
		"保障人口数": "covered_size", "是否保障对象": "covered", "救助起始年月": "start", "停发年月": "end",
	}},
	{"tekun", map[string]string{"姓名": "name", "身份证号": "id_number", "起始年月": "start", "终止年月": "end"}},
	{"water", map[string]string{
		"户编号": "household_id", "户主身份证号": "head_id", "水量": "quantity", "水质": "quality",
		"用水方便程度": "convenience", "供水保证率": "reliability", "评价结论": "verdict", "评价时间": "assessed_on",
	}},
}

// source is the CSV file of a feed.
type source struct {
	feed
	path    string
	columns []string // the fields, in the file's order; what is no field has its header
	missing []string // the fields that the file lacks
}

// sources finds the files of all feeds in a directory, and what their headers say.
func sources(dir string) ([]source, error) {
	var all []source
	for _, f := range feeds {
		s := source{feed: f, path: filepath.Join(dir, f.name+".csv")}
		header, err := firstLine(s.path)
		if err != nil {
			return nil, err
		}
		for cell := range strings.SplitSeq(header, ",") {
			column := cell
			if field, ok := f.headers[cell]; ok {
				column = field
			}
			s.columns = append(s.columns, column)
		}
		for _, field := range slices.Sorted(maps.Values(f.headers)) {
			if !slices.Contains(s.columns, field) {
				s.missing = append(s.missing, field)
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// fields is the fields that the file has, in its order.
func (s source) fields() []string {
	return slices.DeleteFunc(slices.Clone(s.columns), func(column string) bool {
		return !slices.Contains(slices.Collect(maps.Values(s.headers)), column)
	})
}

func firstLine(path string) (line string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	line, err = bufio.NewReader(file).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("%s: the header: %w", path, err)
	}
	return strings.TrimSpace(line), nil
}
