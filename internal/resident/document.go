package resident

import (
	"slices"
	"strings"
)

// Words that say which document an id_type names. Foreign ones win, for
// 外国人永久居留身份证 is no 居民身份证.
var (
	foreignDocuments = []string{"护照", "港澳", "香港", "澳门", "台湾", "台胞", "外国", "外籍", "其他", "其它"}
	ownDocuments     = []string{"身份证", "户口", "残疾人", "残疾证"}
	noDocument       = []string{"无", "未", "暂", "没有"} // how a text starts that says there is none
)

// IsOtherDocument says whether idType names a document whose number is not a
// citizen's ID number, so that its holder has no key and no ID discrepancy.
//
// It is careful to say so, because it silences a person's checks: forms of the
// resident's documents (二代身份证, 居民户口簿, 残疾证, 居民身份证(户口簿)) are no
// other document, and neither are texts that name no document (a code, 未知,
// 无证件). Whatever else calls itself 证 (军官证, 出生医学证明) is one.
func IsOtherDocument(idType string) bool {
	switch idType {
	case "", "居民身份证", "身份证":
		return false
	}
	idType = strings.Map(dropBlank, idType)
	contains := func(word string) bool { return strings.Contains(idType, word) }
	starts := func(word string) bool { return strings.HasPrefix(idType, word) }
	switch {
	case slices.ContainsFunc(foreignDocuments, contains):
		return true
	case slices.ContainsFunc(ownDocuments, contains), slices.ContainsFunc(noDocument, starts):
		return false
	}
	return contains("证")
}

func dropBlank(r rune) rune {
	if isBlank(r) {
		return -1
	}
	return r
}
