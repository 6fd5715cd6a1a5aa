package report

import (
	"fmt"
	"strconv"
)

// coverPage is the cover of a letter, on which tables of different columns stand.
func (c Correction) coverPage() page {
	total := int64(0)
	for _, f := range c.Feeds {
		total += f.Rejects
	}
	return page{
		name: letterSheet, title: letterTitle,
		lines: []string{
			"发往：" + c.Office(),
			"比对日期：" + c.at().Format("2006年1月2日"),
			fmt.Sprintf("下列数据共有 %d 处未能采用，请核对原始资料后更正，在各明细表的“更正值”“说明”“经办人”“日期”四栏填写办理情况，"+
				"与更正后的数据一并在规定期限内反馈。内容已遮盖，请按文件、工作表、行号在原文件中查找。填写后的表含个人信息，请按规定传送和保管。", total),
		},
		columns: []sheetColumn{
			{"", 22, lookCell}, {"", 32, lookCell}, {"", 34, lookCell},
			{"", 11, lookFigure}, {"", 11, lookFigure}, {"", 11, lookFigure}, {"", 11, lookFigure}, {"", 36, lookCell},
		},
	}
}

func (c Correction) writeCover(s *sheet, counts rejectCounts) error {
	for _, write := range []func(*sheet, rejectCounts) error{c.writeSent, c.writeWrong, c.writeSignatures} {
		if err := write(s, counts); err != nil {
			return err
		}
	}
	return s.close()
}

// writeSent says what was sent.
func (c Correction) writeSent(s *sheet, _ rejectCounts) error {
	if err := s.section("一、收到的数据"); err != nil {
		return err
	}
	if err := s.put(lookHeader, "数据源", "位置", "比对批次", "读入行数", "采用行数", "未采用行", "待更正处", "内容摘要（SHA-256）"); err != nil {
		return err
	}
	for _, f := range c.Feeds {
		err := s.add(sheetOf(f.Read.Feed), f.Read.Location, occasion(f), strconv.FormatInt(f.Read.RowsRead, 10),
			strconv.FormatInt(f.Read.RowsAccepted, 10), strconv.FormatInt(f.Read.RowsRejected, 10), strconv.FormatInt(f.Rejects, 10), f.Read.Digest)
		if err != nil {
			return err
		}
	}
	return nil
}

// writeWrong says what is wrong with it.
func (Correction) writeWrong(s *sheet, counts rejectCounts) error {
	for _, part := range []struct {
		heading string
		rows    [][]string
	}{
		{"二、待更正汇总", counts.rows()},
		{"三、各文件", counts.fileRows()},
	} {
		if len(part.rows) == 0 {
			continue
		}
		if err := s.section(part.heading); err != nil {
			return err
		}
		if err := s.spread(lookHeader, "数据源", "文件", "原因", "处数", "应为／怎样改"); err != nil {
			return err
		}
		for _, row := range part.rows {
			if err := s.spread(lookCell, row...); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeSignatures leaves room for those who send and answer the letter.
func (Correction) writeSignatures(s *sheet, _ rejectCounts) error {
	s.skip()
	for _, line := range []string{
		"填发单位（盖章）：　　　　　　　　　　　　　　经办人：　　　　　　　　　　联系电话：　　　　　　　　　　日期：",
		"反馈单位（盖章）：　　　　　　　　　　　　　　负责人：　　　　　　　　　　联系电话：　　　　　　　　　　日期：",
	} {
		if err := s.spread(lookLine, line); err != nil {
			return err
		}
		s.skip()
	}
	return nil
}
