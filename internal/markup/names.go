package markup

import (
	"bytes"

	"golang.org/x/net/html"
)

// names is what an HTML document says of the names of its tables outside them:
// Excel names its sheet in a comment, and what PHPExcel and LibreOffice write
// begins with a list of links.
type names struct {
	sheet string            // in Excel's comment, if that is of one sheet
	links map[string]string // by their target
	link  string            // the target of the link that is open
	place string            // the last that a link can lead to
}

// maxNameText is how long a table's name is at most, in bytes; longer texts
// name nothing.
const maxNameText = 256

// endLink ends the link that is open and takes its text for a name.
func (n *names) endLink(text *cellText, outside bool) {
	if n.link == "" {
		return
	}
	if name := text.take(); outside && len(name) > 0 && len(name) <= maxNameText && len(n.links) < maxLinks {
		if n.links == nil {
			n.links = map[string]string{}
		}
		n.links[n.link] = string(name)
	}
	n.link = ""
}

// ofTable is the name of a table that begins and has this id, if it has one.
func (n *names) ofTable(id []byte) string {
	n.link = ""
	place := n.place
	n.place = ""
	if name := n.links[string(id)]; name != "" {
		return name
	}
	return n.links[place]
}

// comment reads Excel's description of the workbook, which stands in a comment
// that only Excel reads.
func (n *names) comment(raw []byte) error {
	if !bytes.HasPrefix(raw, []byte("<!--[if")) {
		return nil
	}
	switch {
	case bytes.Contains(raw, []byte("<x:WorksheetSource")):
		return errFrames
	case bytes.Contains(raw, []byte("<x:Date1904")):
		return errDate1904
	}
	const sheet, opening, closing = "<x:ExcelWorksheet>", "<x:Name>", "</x:Name>"
	if bytes.Count(raw, []byte(sheet)) == 1 {
		_, name, _ := bytes.Cut(raw, []byte(sheet))
		_, name, _ = bytes.Cut(name, []byte(opening))
		if name, _, found := bytes.Cut(name, []byte(closing)); found && len(name) <= maxNameText {
			n.sheet = html.UnescapeString(string(bytes.TrimSpace(name)))
		}
	}
	return nil
}
